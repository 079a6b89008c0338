"""The newest event about a pod with one of some reasons."""

from collections.abc import Collection
from datetime import datetime

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import Event


def newest_event(
    snapshot: Snapshot, pod: Pod, reasons: Collection[str], begins: str = "", holds: str = "", container: str = ""
) -> Event | None:
    """The event about a pod that was seen last.

    Args:
        snapshot: what was read.
        pod: the pod, told from an earlier one of its name by its UID.
        reasons: the reasons to look for.
        begins: how its message begins.
        holds: what its message has in it.
        container: the container it is about; empty for any.
    """
    found: list[tuple[datetime, Event]] = [
        (event.seen, event)
        for event in snapshot.events_about("Pod", pod.namespace, pod.name)
        if event.reason in reasons
        and event.seen is not None
        and event.told.startswith(begins)
        and holds in event.told
        and event.involved_object.uid in {"", pod.metadata.uid}
        and (not container or f"{{{container}}}" in event.involved_object.field_path)
    ]
    return max(found, key=lambda each: each[0])[1] if found else None
