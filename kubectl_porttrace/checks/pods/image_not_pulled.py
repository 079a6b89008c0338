"""PTP20: an image that cannot be pulled."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_pod
from kubectl_porttrace.checks.subjects import template_of
from kubectl_porttrace.checks.unready import UNREADY_CODES, Held, container_path, found_held, held_by
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService

_SAID, _EVENTS = "what the registry said", "the pod's events"

_ADVICE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "": ("set an image that exists in {where}, or push this one", _SAID),
        "no pull secret": ("create that pull secret in namespace {namespace}, or name {right} in {where}", _SAID),
        "refused": ("check the image's name in {where}, and that its imagePullSecrets may read it", _SAID),
        "name": ("correct the image's name in {where}", _EVENTS),
        "never": ("load the image onto node {node}, or set imagePullPolicy: IfNotPresent in {where}", _EVENTS),
        "platform": ("push the image for the platform of node {node} too, or choose other nodes", _SAID),
        "signature": ("sign the image as the policy of node {node} asks, or correct that policy", _EVENTS),
        "inspect": ("find out why the container runtime of node {node} cannot read the image", _EVENTS),
        "unreachable": ("find out why node {node} does not reach that registry: DNS, proxy, firewall", _SAID),
        "limit": ("pull with credentials or from a mirror, or wait until the limit is over", _SAID),
        "certificate": (
            "let node {node} trust the CA of that registry, or give the registry another certificate",
            _SAID,
        ),
        "plain HTTP": ("let the registry speak HTTPS, or the runtime of node {node} use HTTP for it", _SAID),
        "disk full": ("free disk on node {node}", _EVENTS),
    }
)
"""What to do about each fault of `trace/unready/images.py`, and what the command shows."""


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
            fix=Fix(text=_advice(traced, held), command=describe_pod(held.example)),
            path=f"{container_path(held.example, cause.container)}.image",
        )


def _advice(traced: TracedService, held: Held) -> str:
    advice, shown = _ADVICE.get(held.cause.fault, _ADVICE[""])
    pod = held.example
    words = {"where": template_of(traced, pod), "node": pod.spec.node_name, "namespace": pod.namespace}
    return f"{advice.format(**words, right=held.cause.meant or 'the right one')}; {shown}:"
