"""PTP19: a Service without a selector, beside pods that look like its own."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.spelling import similar
from kubectl_porttrace.trace.service import TracedService

NAME_KEYS = ("app", "app.kubernetes.io/name", "app.kubernetes.io/instance", "k8s-app", "name")
"""The labels in which a workload says what it is."""


@check(
    "PTP19",
    "no-selector",
    severity="warning",
    certainty="likely",
    needs=("pods", "endpointslices", "endpoints"),
    scope="cluster",
)
def no_selector(traced: TracedService) -> Iterator[Found]:
    """The Service has no selector and nothing behind it, and there are pods labelled like its name.

    Why: a Service without a selector selects nothing: not all pods, none. Its endpoints have to be written by hand or
    by some other controller. Here nobody wrote any, and pods that look like its own are there.

    See: `kubectl get service NAME -o wide` shows SELECTOR <none>.

    Fix: add a selector with the labels of these pods.
    """
    service = traced.service
    if service.external or service.spec.selector or _backed(traced):
        return
    pods = traced.snapshot.pods_in(service.namespace)
    alike: dict[tuple[str, str], list[Pod]] = {}
    for pod in pods:
        label = None if pod.terminal else _label_like(pod, service.name)
        if label:
            alike.setdefault(label, []).append(pod)
    if alike:
        (key, value), members = max(alike.items(), key=lambda item: (item[0][1] == service.name, len(item[1])))
        yield Found(
            message=f"the Service has no selector; label {key}={value} is on {by_workload(traced, members)}",
            path="spec.selector",
            evidence=("no EndpointSlice of it holds an endpoint",),
            fix=Fix(text=f"if these pods are meant, add the selector {key}={value}"),
            ports=traced.ports,
        )


def _backed(traced: TracedService) -> bool:
    """Whether somebody wrote endpoints for it, ready or not."""
    in_slices = any(slice_.endpoints for slice_ in traced.slices or ())
    return in_slices or (traced.endpoints is not None and bool(traced.endpoints.subsets))


def _label_like(pod: Pod, name: str) -> tuple[str, str] | None:
    for key in NAME_KEYS:
        value = pod.labels.get(key)
        if value and similar(value, name):
            return key, value
    return None
