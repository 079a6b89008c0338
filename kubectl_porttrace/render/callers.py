"""What a screen says of objects because of which something calls a Service by itself: webhooks, monitors and others."""

from collections.abc import Iterator, Mapping
from typing import Final

from kubectl_porttrace.report.v1 import RouteBackend, RouteTrace, ServiceTrace
from kubectl_porttrace.wording import some

CALLERS: Final = frozenset({"control-plane", "scrape"})
"""The roles of objects that no client sends requests through."""


def place_of(backend: RouteBackend) -> str:
    """Where in the object the Service is named, as far as one such place is told from another: `webhooks[0]`."""
    return backend.path.partition(".clientConfig")[0]


def both_numbers(route: RouteTrace, services: Mapping[tuple[str, str], ServiceTrace]) -> Iterator[str]:
    """For the API server's calls, the Service port and the port that it is on the pods, once for each.

    Which of them it dials depends on a flag that is not in the API, and a firewall has to let it through.
    """
    if route.role != "control-plane":
        return
    yield from dict.fromkeys(filter(None, (_numbers(backend, services) for backend in route.backends)))


def _numbers(backend: RouteBackend, services: Mapping[tuple[str, str], ServiceTrace]) -> str:
    service = services.get((backend.service.namespace, backend.service.name))
    ports = [port for port in service.ports if port.port == backend.service_port] if service else []
    usable = [each for port in ports[:1] for each in port.backends if each.usable]
    if not usable:
        return ""
    numbers = some([f":{number}" for number in sorted({each.port for each in usable})])
    pods = some([each.pod for each in usable if each.pod], shown=2)
    return (
        f"the API server calls port {backend.service_port} of the Service, that is {numbers} on "
        f"{f'pod {pods}' if pods else 'its endpoints'}; a control plane with its own firewall must be allowed to reach "
        f"{numbers}"
    )
