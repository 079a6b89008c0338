"""Objects that name Service ports in the words of the contract: as themselves, and as ways into the Services."""

from collections.abc import Callable, Iterator, Sequence
from types import MappingProxyType

from msgspec.structs import replace

from kubectl_porttrace.findings import Finding
from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.reference import (
    AllPorts,
    ByName,
    ByNumber,
    ByPattern,
    ByTargetNumber,
    DeclaredPort,
    DefaultPort,
    OnlyPort,
    PortChoice,
    Role,
)
from kubectl_porttrace.report import v1
from kubectl_porttrace.report.v1 import Entrance, PortMeaning, RouteBackend, RouteRole, RouteTrace, ServiceTrace
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.referrer import TracedReferrer

_MEANINGS: MappingProxyType[type[PortChoice], PortMeaning] = MappingProxyType(
    {
        ByNumber: "port",
        ByName: "portName",
        ByTargetNumber: "targetPort",
        ByPattern: "pattern",
        DeclaredPort: "targetPort",
        AllPorts: "all",
        OnlyPort: "all",
        DefaultPort: "default",
    }
)

_ROLES: MappingProxyType[Role, RouteRole] = MappingProxyType(
    {"traffic": "traffic", "mirror": "mirror", "control-plane": "control-plane", "scrape": "scrape"}
)
"""The roles of the contract; what is a policy or only informs stands with the traffic that it is about."""


def route_trace(traced: TracedReferrer, findings: Sequence[Finding]) -> RouteTrace:
    """The report's value for one object that names Service ports.

    Args:
        traced: the object, followed.
        findings: what is wrong with it.
    """
    roles = {_ROLES.get(each.reference.role, "traffic") for each in traced.backends}
    return RouteTrace(
        api_version=traced.api_kind.api_version,
        kind=traced.kind,
        namespace=traced.namespace or None,
        name=traced.name,
        role="traffic" if "traffic" in roles or not roles else min(roles),
        consumer=traced.consumer,
        parents=(),
        verdict=traced.verdict.word,
        backends=tuple(_backend(each, findings) for each in traced.backends),
        findings=tuple(dict.fromkeys(code for finding in findings for code in finding.codes)),
    )


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


def _backend(backend: TracedBackend, findings: Sequence[Finding]) -> RouteBackend:
    reference = backend.reference
    about = (each for each in findings if each.path.startswith(reference.path))
    return RouteBackend(
        path=reference.path,
        hosts=reference.match.hosts,
        match=reference.match.path,
        match_type=reference.match.path_type,
        weight=reference.weight,
        service=v1.RouteService(
            namespace=reference.service_namespace, name=reference.service_name, exists=backend.exists
        ),
        port=reference.written_port,
        port_means=_MEANINGS[type(reference.port)],
        service_port=backend.ports[0].spec.port if backend.ports else None,
        verdict=backend.verdict.word,
        findings=tuple(dict.fromkeys(code for finding in about for code in finding.codes)),
    )


def _entrances(route: RouteTrace, backend: RouteBackend) -> Iterator[Entrance]:
    """One for each host."""
    for host in backend.hosts or (None,):
        yield Entrance(
            kind=route.kind,
            object=v1.ObjectReference(kind=route.kind, namespace=route.namespace, name=route.name),
            address=None,
            host=host,
            path=backend.match,
            port=None,
            protocol=None,
            service_port=backend.port,
            verdict=backend.verdict,
            findings=backend.findings,
        )
