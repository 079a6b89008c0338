"""PTP28: a volume that cannot be mounted."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_pod
from kubectl_porttrace.checks.missing_objects import fix_for_missing
from kubectl_porttrace.checks.subjects import template_of
from kubectl_porttrace.checks.unready import UNREADY_CODES, Held, found_held, held_by
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService

_KEY = "add that key, or correct items of {what} in {where}"

_ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "": "find out from the driver of {what} why it cannot be mounted on node {node}",
        "driver": "install that driver on node {node}, or find out why its pod there does not run",
        "elsewhere": "wait until the pod on the other node that uses {what} has ended, or end it",
        "hostPath": "make that path on node {node}, or correct hostPath.type of {what} in {where}",
        "not read yet": "wait two minutes; if it stays so, find out why node {node} does not reach the API server",
        "slow": "find out why the storage of {what} does not answer node {node}",
        "attach": "find out from the storage of {what} why it cannot be attached to node {node}",
    }
)
"""What to do about each fault of `trace/unready/start.py`."""


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
            fix=fix_for_missing(traced, held) if held.cause.subject else _repair(traced, held),
            path="spec.volumes",
        )


def _repair(traced: TracedService, held: Held) -> Fix:
    cause, pod = held.cause, held.example
    words = {"what": cause.what, "where": template_of(traced, pod), "node": pod.spec.node_name}
    text = _KEY if cause.subject_kind else _ADVICE.get(cause.fault, _ADVICE[""])
    return Fix(text=f"{text.format(**words)}; the pod's events:", command=describe_pod(pod))
