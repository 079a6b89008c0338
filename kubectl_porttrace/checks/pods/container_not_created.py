"""PTP22: a container that cannot be created."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_pod, those_there_are
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
    uses=("events",),
    scope="cluster",
    causes=UNREADY_CODES,
)
def container_not_created(traced: TracedService) -> Iterator[Found]:
    """Pods are not ready because a container in them, or the network of the pod, cannot be set up.

    Why: before it starts a container, the kubelet reads the Secrets and ConfigMaps that its environment names. One
    that does not exist, or lacks the key, keeps the container from being made (CreateContainerConfigError). A
    command that is not in the image, a path that cannot be mounted, or a network plugin that fails end here as
    well.

    See: `kubectl describe pod NAME`: the reason under State, and the events.

    Fix: create what is missing, or correct its name in the workload's template.
    """
    for kind in _KINDS:
        for held in held_by(traced, kind):
            cause, pod = held.cause, held.example
            yield found_held(
                traced,
                held,
                message=f"{cause.what} {cause.why}",
                fix=Fix(text=_advice(traced, held), command=_next_step(held)),
                path=container_path(pod, cause.container) if cause.container else "",
            )


def _next_step(held: Held) -> str:
    pod = held.example
    return those_there_are(held.cause, pod.namespace) if held.cause.subject else describe_pod(pod)


def _advice(traced: TracedService, held: Held) -> str:
    cause, maker = held.cause, maker_of(traced, held.example)
    if cause.subject:
        key = ", with the key it needs," if "has no key" in cause.why else ""
        return (
            f"create {cause.subject_kind} {cause.subject}{key} in namespace {maker.namespace}, "
            f"or correct its name in {maker.kind}/{maker.name}; what there is:"
        )
    if cause.kind == "sandbox":
        return f"repair the network plugin on node {held.example.spec.node_name}; the pod's events say what fails:"
    return (
        f"change {cause.what} in the template of {maker.kind}/{maker.name} so that it can start; "
        "the pod's events say what fails:"
    )
