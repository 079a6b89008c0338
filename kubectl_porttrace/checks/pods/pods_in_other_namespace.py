"""PTP02: a selector whose pods are in another namespace."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import pairs, some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.unread import PODS_ELSEWHERE
from kubectl_porttrace.trace.selection import pods_elsewhere, selects_nothing
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP02",
    "pods-in-other-namespace",
    severity="error",
    certainty="kube-proxy",
    needs=("pods", PODS_ELSEWHERE),
    scope="cluster",
    causes=("PTP01", "PTD01"),
)
def pods_in_other_namespace(traced: TracedService) -> Iterator[Found]:
    """The selector matches no pod in the Service's namespace, and pods of another namespace carry these labels.

    Why: a Service selects pods of its own namespace only; there is no way to select across namespaces. Without a pod
    of its own it has no endpoints, and connections are refused.

    See: `kubectl get pods -A -l KEY=VALUE` lists the pods that carry the labels, with their namespaces.

    Fix: find out in which namespace the pods should run. If the other namespace is another stage of the same
    program, such as staging, then the pods are missing in this one. If those pods are meant, create the Service in
    their namespace, or have the clients call it there by its full name, NAME.NAMESPACE.svc.
    """
    elsewhere = pods_elsewhere(traced.snapshot, traced.service) if selects_nothing(traced) else {}
    if not elsewhere:
        return
    service = traced.service
    places = [f"{namespace} ({len(pods)})" for namespace, pods in elsewhere.items()]
    yield Found(
        message=f"no pod in namespace {service.namespace} matches the selector {pairs(service.spec.selector)}; "
        f"pods that match are in namespace {some(places)}",
        path="spec.selector",
        evidence=tuple(
            f"in {namespace}: {some([pod.name for pod in pods])}{_servers(traced, namespace)}"
            for namespace, pods in elsewhere.items()
        )[:5],
        fix=Fix(
            text=f"if the pods belong in {service.namespace}, create them there; "
            f"if the pods of {next(iter(elsewhere))} are meant, call a Service of that namespace"
        ),
        ports=traced.ports,
    )


def _servers(traced: TracedService, namespace: str) -> str:
    """The Services of that namespace which select by labels of these pods."""
    wanted = traced.service.spec.selector.items()
    names = [
        f"{other.name}.{namespace}.svc"
        for other in traced.snapshot.services
        if other.namespace == namespace and other.selects and other.spec.selector.items() <= wanted
    ]
    return f", served by {some(names)}" if names else ""
