"""Words for places that name Service ports, and for the port that was probably meant."""

from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.model.reference import ByName, ByPattern, ByTargetNumber, Reference, written_port
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.ingress_paths import taken_over_by
from kubectl_porttrace.trace.routes.referrer import TracedRoute
from kubectl_porttrace.trace.routes.resolving import NearestPort

_SURE = frozenset({"target-port", "pod-port", "node-port", "target-name", "number-of-name"})
"""Where the written word plays another role of a port, that port was meant."""


def requests_of(reference: Reference) -> str:
    """The requests that a place is for: `shop.example.com/cart`, `/cart`, `all requests`."""
    path = reference.match.path or ""
    hosts = some(reference.match.hosts, shown=2)
    return f"{hosts}{path if path != '/' or not hosts else ''}" or "all requests"


def written(reference: Reference) -> str:
    """The port as it is written: `8080`, `"http"`, `no port`."""
    port = written_port(reference.port)
    return "no port" if port is None else str(port) if isinstance(port, int) else f'"{port}"'


def ports_of(service: Service) -> str:
    """The ports a Service has: `http 80/TCP, 9090/TCP`."""
    return some([port.title for port in service.spec.ports], shown=6) or "no ports"


def near_in_words(backend: TracedBackend) -> str:
    """What the written port is of the port that was probably meant, with all its numbers; empty where none is near."""
    near = backend.missing.nearest if backend.missing else None
    if near is None or backend.service is None:
        return ""
    port = backend.service.service.spec.ports[near.index]
    said = written(backend.reference)
    words = {
        "other-protocol": f"{said} is port {port.title}, which speaks {port.protocol} alone",
        "port": f"{said} is the number of port {_numbers(port)}",
        "target-port": f"{said} is the targetPort of port {port.title}",
        "pod-port": f"{said} is what targetPort {port.target} of port {port.title} is on the pods",
        "node-port": f"{said} is the nodePort of port {_numbers(port)}",
        "target-name": f"{said} is the targetPort of port {port.title}",
        "number-of-name": f"{said} is written as a name, and is the number of port {_numbers(port)}",
        "spelling": f"the nearest is port {_numbers(port)}",
        "only": f"the only port is {_numbers(port)}",
    }[near.near]
    return words if near.near == "other-protocol" else f"{words}; {_names(backend.reference, port)}"


def meant_port(backend: TracedBackend) -> ServicePort | None:
    """The port that was meant beyond doubt; None where that is only probable."""
    near = backend.missing.nearest if backend.missing else None
    if near is None or near.near not in _SURE or backend.service is None:
        return None
    ports = backend.service.service.spec.ports
    alike = [port for port in ports if port.target == ports[near.index].target]
    return ports[near.index] if len(alike) == 1 else None


def _numbers(port: ServicePort) -> str:
    return f"{port.title} (targetPort {port.target})"


def _names(reference: Reference, port: ServicePort) -> str:
    """How a place like this would name a port."""
    if reference.referrer.kind == "Route" and port.name:
        return (
            f"a Route names {port.name} or {port.target}"
            if isinstance(port.target, int)
            else f"a Route names {port.name}"
        )
    if isinstance(reference.port, ByTargetNumber):
        return f"a number names {port.target}"
    if isinstance(reference.port, ByPattern):
        return f"a monitor names {port.name}" if port.name else f"port {port.title} has no name"
    if reference.role == "control-plane":
        return f"the API server calls {port.port}"
    by_name = isinstance(reference.port, ByName) or reference.referrer.kind == "Ingress"
    return f"a backend names {port.port}{f' or {port.name}' if port.name and by_name else ''}"


def is_near(backend: TracedBackend, *near: str) -> bool:
    """Whether the written port plays one of these roles of another port."""
    found: NearestPort | None = backend.missing.nearest if backend.missing else None
    return found is not None and found.near in near


def taken_over(traced: TracedRoute, backend: TracedBackend) -> tuple[str, ...]:
    """Where requests go that an Ingress cannot send to a backend, if its controller leaves the path out (PTI34).

    Traefik does; of a controller that is not known nobody can tell.
    """
    known = traced.consumer is not None and not traced.consumer.startswith("traefik.io/")
    other = None if known or traced.kind != "Ingress" else taken_over_by(backend, traced.backends)
    if other is None or other.reference.service_key == backend.reference.service_key:
        return ()
    name = other.reference.service_name
    return (f"a controller that leaves this path out, as Traefik does, sends its requests to Service {name}",)
