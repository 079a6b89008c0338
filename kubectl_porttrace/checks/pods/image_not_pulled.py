"""PTP20: an image that cannot be pulled."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_pod
from kubectl_porttrace.checks.subjects import maker_of
from kubectl_porttrace.checks.unready import UNREADY_CODES, Held, container_path, found_held, held_by
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.unready.images import NEVER, REFUSED


@check(
    "PTP20",
    "image-not-pulled",
    severity="error",
    certainty="certain",
    needs=("pods",),
    uses=("events", "secrets"),
    scope="cluster",
    causes=UNREADY_CODES,
)
def image_not_pulled(traced: TracedService) -> Iterator[Found]:
    """Pods are not ready because the image of one of their containers cannot be pulled.

    Why: the node's container runtime asks the registry for the image that the pod names. The name or the tag may not
    exist, the registry may want credentials (`imagePullSecrets` of the pod or of its ServiceAccount), or it cannot be
    reached from the node. The kubelet tries again and again, with a pause of up to five minutes.

    See: `kubectl describe pod NAME`: the events `Failed` and `BackOff`, with the registry's answer.

    Fix: correct the image in the workload's template, push it, or give the pods a pull secret the registry accepts.
    """
    for held in held_by(traced, "image"):
        cause = held.cause
        yield found_held(
            traced,
            held,
            message=f"cannot pull image of {cause.container}: {cause.why}: {cause.subject}",
            fix=Fix(text=f"{_advice(traced, held)}; what the registry said:", command=describe_pod(held.example)),
            path=f"{container_path(held.example, cause.container)}.image",
        )


def _advice(traced: TracedService, held: Held) -> str:
    maker, why = maker_of(traced, held.example), held.cause.why
    title = f"{maker.kind}/{maker.name}"
    if "pull secret" in why:
        right = held.cause.meant or "the right one"
        return f"create that pull secret in namespace {maker.namespace}, or name {right} in {title}"
    if why == REFUSED:
        return f"check the image's name in {title}, and that its imagePullSecrets may read it"
    if why == NEVER:
        return f"load the image onto node {held.example.spec.node_name}, or set imagePullPolicy IfNotPresent in {title}"
    if "platform" in why:
        return f"push the image for the platform of node {held.example.spec.node_name} too, or choose other nodes"
    if "signature" in why or "inspect" in why:
        return f"find out why the runtime of node {held.example.spec.node_name} does not accept the image"
    if "reached" in why or "limits" in why or "certificate" in why:
        return f"find out why node {held.example.spec.node_name} cannot pull from that registry"
    if "disk is full" in why:
        return f"free disk on node {held.example.spec.node_name}"
    return f"set an image that exists in {title}, or push this one"
