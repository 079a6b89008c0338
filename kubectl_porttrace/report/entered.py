"""Objects that name Service ports as ways into the Services of a report."""

from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.report.v1 import Entrance, ObjectReference, RouteBackend, RouteTrace, ServiceTrace


def entered_by(routes: Sequence[RouteTrace]) -> Callable[[ServiceTrace], ServiceTrace]:
    """What adds to a Service the ways in that are objects of their own."""
    named = grouped(
        ((backend.service.namespace, backend.service.name), (route, backend))
        for route in routes
        if route.role in {"traffic", "mirror"}
        for backend in route.backends
    )

    def entered(service: ServiceTrace) -> ServiceTrace:
        ways = (each for pair in named.get((service.namespace, service.name), ()) for each in _entrances(*pair))
        return replace(service, entrances=(*service.entrances, *ways))

    return entered


def _entrances(route: RouteTrace, backend: RouteBackend) -> Iterator[Entrance]:
    """One for each host."""
    for host in backend.hosts or (None,):
        yield Entrance(
            kind=route.kind,
            object=ObjectReference(kind=route.kind, namespace=route.namespace, name=route.name),
            address=None,
            host=host,
            path=backend.match,
            port=None,
            protocol=None,
            service_port=backend.port,
            verdict=backend.verdict,
            findings=backend.findings,
        )
