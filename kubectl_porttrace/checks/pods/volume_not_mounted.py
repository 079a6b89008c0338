"""PTP28: a volume that cannot be mounted."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_pod
from kubectl_porttrace.checks.missing_objects import fix_for_missing
from kubectl_porttrace.checks.unready import UNREADY_CODES, Held, found_held, held_by
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP28",
    "volume-not-mounted",
    severity="error",
    certainty="certain",
    needs=("pods", "events"),
    uses=("secrets", "configmaps"),
    scope="cluster",
    causes=UNREADY_CODES,
)
def volume_not_mounted(traced: TracedService) -> Iterator[Found]:
    """Pods are not ready because one of their volumes cannot be attached or mounted.

    Why: the containers of a pod start when all its volumes are there. A Secret, ConfigMap or PersistentVolumeClaim
    that does not exist, a disk that is still attached to another node, or a storage that does not answer keeps them
    waiting in ContainerCreating.

    See: `kubectl describe pod NAME`: the events FailedMount and FailedAttachVolume.

    Fix: create what is missing, or correct its name in the template; detach the disk from the node that is gone.
    """
    for held in held_by(traced, "volume"):
        yield found_held(
            traced,
            held,
            message=f"{held.cause.what} {held.cause.why}",
            fix=fix_for_missing(traced, held) if held.cause.subject else _repair(held),
            path="spec.volumes",
        )


def _repair(held: Held) -> Fix:
    command = describe_pod(held.example)
    if "another node" in held.cause.why:
        text = "end the pod on the other node that still uses the volume; the pod's events:"
    else:
        text = "find out why the volume is not mounted; the pod's events:"
    return Fix(text=text, command=command)
