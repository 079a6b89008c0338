"""PTP22: a container that cannot be created."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_pod
from kubectl_porttrace.checks.missing_objects import fix_for_missing
from kubectl_porttrace.checks.subjects import maker_of
from kubectl_porttrace.checks.unready import UNREADY_CODES, Held, container_path, found_held, held_by
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.unready.cause import CauseKind

_KINDS: tuple[CauseKind, ...] = ("creation", "sandbox")


@check(
    "PTP22",
    "container-not-created",
    severity="error",
    certainty="certain",
    needs=("pods",),
    uses=("events", "secrets", "configmaps"),
    scope="cluster",
    causes=UNREADY_CODES,
)
def container_not_created(traced: TracedService) -> Iterator[Found]:
    """Pods are not ready because a container in them, or the network of the pod, cannot be set up.

    Why: before it starts a container, the kubelet reads the Secrets and ConfigMaps that its environment names. If one
    does not exist, or lacks the key, the container is not made (CreateContainerConfigError). It is not made or not
    started either if its command is not in the image, if a path cannot be mounted, or if the network plugin fails.
    The name that is missing is compared with those that exist, where they may be listed; which keys a Secret has is
    not looked up.

    See: `kubectl describe pod NAME`: the reason under State, and the events. `kubectl describe secret NAME` shows the
    keys of a Secret without their values.

    Fix: create what is missing, or correct its name in the workload's template.
    """
    for kind in _KINDS:
        for held in held_by(traced, kind):
            cause, pod = held.cause, held.example
            yield found_held(
                traced,
                held,
                message=f"{cause.what} {cause.why}",
                fix=fix_for_missing(traced, held) if cause.subject else _repair(traced, held),
                path=container_path(pod, cause.container) if cause.container else "",
            )


def _repair(traced: TracedService, held: Held) -> Fix:
    cause, maker, command = held.cause, maker_of(traced, held.example), describe_pod(held.example)
    if cause.kind == "sandbox":
        node = held.example.spec.node_name
        return Fix(text=f"repair the network plugin on node {node}; the pod's events say what fails:", command=command)
    where = f"the template of {maker.kind}/{maker.name}"
    text = f"change {cause.what} in {where} so that it can start; the pod's events say what fails:"
    return Fix(text=text, command=command)
