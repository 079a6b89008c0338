"""Whether a pod that a slice names is really gone, so that no order of reads makes it seem so.

Slices and pods are read one after the other or side by side, and both change meanwhile. Where a slice names a pod that
is not among all pods of its namespace, the slices are read once more, and after them the pod: what names it then, named
it before and after it was found missing.
"""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.read.cluster.collected import Collected
from kubectl_porttrace.read.cluster.query import Query

FEW_PODS = 20


def confirming_queries(
    collected: Collected, services: Iterable[Service], slices: Query, pods: Query
) -> Iterator[Query]:
    """What to ask once all pods were read and slices name others: the slices again, then these pods.

    Args:
        collected: what was read.
        services: the Services asked about.
        slices: the query for their slices.
        pods: the query for all pods where they are.
    """
    if pods not in collected.asked:
        return
    missing = sorted(set(_missing(collected.snapshot, services)))
    again = replace(slices, again=True)
    if again not in collected.asked:
        if missing:
            yield again
    elif len(missing) > FEW_PODS:
        yield replace(pods, again=True)
    else:
        for namespace, name in missing:
            yield Query("Pod", namespace, name=name)


def missing_pods(snapshot: Snapshot, services: Iterable[Service]) -> bool:
    """Whether slices name pods that are not among those read."""
    return any(_missing(snapshot, services))


def _missing(snapshot: Snapshot, services: Iterable[Service]) -> Iterator[tuple[str, str]]:
    """Pods of the Service's namespace that its slices name; of another namespace nothing is known."""
    for service in services:
        if not snapshot.was_read("pods", service.namespace):
            continue
        for slice_ in snapshot.slices_of(service):
            for endpoint in slice_.endpoints:
                target = endpoint.target_ref
                if target is None or target.kind != "Pod" or target.namespace not in {"", service.namespace}:
                    continue
                pod = snapshot.pod(service.namespace, target.name)
                if pod is None or (target.uid and pod.metadata.uid and target.uid != pod.metadata.uid):
                    yield service.namespace, target.name
