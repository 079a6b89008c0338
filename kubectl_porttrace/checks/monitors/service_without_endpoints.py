"""PTM06: a ServiceMonitor selects a Service that has no endpoints to scrape."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.referrer import TracedCaller


@check(
    "PTM06",
    "monitored-service-without-endpoints",
    severity="warning",
    certainty="certain",
    needs=("services", "endpointslices"),
    scope="cluster",
    kinds=("ServiceMonitor",),
)
def service_without_endpoints(traced: TracedCaller) -> Iterator[Found]:
    """A ServiceMonitor selects a Service of which there is nothing to scrape: no EndpointSlice, or an ExternalName.

    Why: Prometheus finds the targets of a Service in its EndpointSlices. A Service of type ExternalName has none, and
    one without a selector only those that somebody writes.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME`.

    Fix: write the slices of a Service without a selector; for a host outside the cluster, a ScrapeConfig or static
    targets.
    """
    seen = {each.reference.service_key: each for each in reversed(traced.backends)}
    for backend in reversed(seen.values()):
        why = _why(traced, backend)
        if why:
            namespace, name = backend.reference.service_key
            yield Found(
                message=f"{traced.title} selects Service {namespace}/{name}, which {why}: there is nothing to scrape",
                path="spec.selector",
                fix=Fix(text="write an EndpointSlice for the Service, or scrape the host by a ScrapeConfig"),
            )


def _why(traced: TracedCaller, backend: TracedBackend) -> str:
    service = backend.service.service if backend.service else None
    if service is None:
        return ""
    if service.external:
        return "is an ExternalName"
    return "" if traced.snapshot.slices_of(service) else "has no EndpointSlice"
