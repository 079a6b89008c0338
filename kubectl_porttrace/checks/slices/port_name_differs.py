"""PTE01: endpoints whose port has another name than the Service port."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import patch_service
from kubectl_porttrace.checks.endpoint_slices import reference
from kubectl_porttrace.checks.phrases import named, some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.offered_ports import OfferedPort, offered_ports
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTE01",
    "endpoint-port-name-differs",
    severity="error",
    certainty="kube-proxy",
    needs=(("endpointslices", "endpoints"),),
    uses=("endpointslices", "endpoints"),
)
def endpoint_port_name_differs(traced: TracedService) -> Iterator[Found]:
    """A Service without a selector has endpoints, but none of their ports has the Service port's name.

    Why: kube-proxy joins a Service port and an endpoint port by name and protocol, never by number. A Service port
    without a name matches only an endpoint port without one. Endpoints objects are mirrored into EndpointSlices with
    their port names. Where no name agrees, the Service port has no endpoint and connections to it are refused.
    A headless Service still gives out the addresses; only SRV records go by name.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml` beside
    `kubectl get service NAME -o yaml`: compare `ports[].name`.

    Fix: write the same port name on both sides, or none on either.
    """
    offers = [offer for offer in offered_ports(traced) if offer.live]
    for port in traced.ports if offers else ():
        if any(offer.joins(port.spec) for offer in offered_ports(traced)):
            continue
        names = list(dict.fromkeys(_offered(offer) for offer in offers))
        yield Found(
            message=f"port {port.title} {_called(port)}, its endpoints offer {some(names)}: the names must be equal",
            path=_where(offers[0]) if port.spec.name else f"{port.path}.name",
            evidence=tuple(dict.fromkeys(f"{offer.title} offers {_offered(offer)}" for offer in offers))[:3],
            object=reference(traced, offers[0].kind, offers[0].name) if port.spec.name else None,
            fix=_fix(traced, port, offers),
            ports=(port,),
            severity="warning" if traced.service.headless else None,
        )


def _where(offer: OfferedPort) -> str:
    """The list of ports of the object a person wrote."""
    return "ports" if offer.kind == "EndpointSlice" else "subsets"


def _offered(offer: OfferedPort) -> str:
    return named(offer.port) if offer.port else "no port"


def _called(port: TracedPort) -> str:
    return f'is called "{port.spec.name}"' if port.spec.name else "has no name"


def _fix(traced: TracedService, port: TracedPort, offers: list[OfferedPort]) -> Fix:
    """Naming a nameless port breaks nobody who refers to it; which side to rename is otherwise not for us to say."""
    offered = {(offer.port.name, offer.port.protocol) for offer in offers if offer.port}
    single = len(offered) == len(traced.ports) == 1 and all(offer.port for offer in offers)
    if single and not port.spec.name and not traced.in_manifests:
        name, protocol = offered.pop()
        if protocol == port.spec.protocol:
            command = patch_service(traced.service, ("add", f"/spec/ports/{port.index}/name", name))
            return Fix(text=f'name the Service port "{name}"', command=command)
    return Fix(text="write the same port name on both sides, or none on either")
