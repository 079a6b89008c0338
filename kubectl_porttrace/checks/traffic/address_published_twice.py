"""PTK12: two Services that publish one address with one port."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.published import published_addresses
from kubectl_porttrace.model.service import ALLOW_SHARED_IP, CILIUM_SHARING_KEY, OLD_ALLOW_SHARED_IP, Service
from kubectl_porttrace.model.unread import SERVICES_ELSEWHERE
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService

SHARING = (ALLOW_SHARED_IP, OLD_ALLOW_SHARED_IP, CILIUM_SHARING_KEY)


@check(
    "PTK12",
    "address-published-twice",
    severity="warning",
    certainty="certain",
    uses=(SERVICES_ELSEWHERE,),
)
def address_published_twice(traced: TracedService) -> Iterator[Found]:
    """Another Service publishes the same external IP or load balancer address with the same port and protocol.

    Why: an address may be shared, for example by the annotation metallb.io/allow-shared-ip, as long as the ports
    differ. With the same port and protocol there are two rules for the same packets, and one of them wins. Which one
    is not decided by the API, and may differ from node to node. Only Services that were read are compared.

    See: `kubectl get services -A -o wide | grep ADDRESS`.

    Fix: give one of the two another address or another port.
    """
    for other, address, ports in _clashes(traced):
        numbers = some([f"{port.spec.port}/{port.spec.protocol}" for port in ports])
        shared = next((key for key in SHARING if key in traced.service.metadata.annotations), None)
        yield Found(
            message=f"service {other.namespace}/{other.name} publishes {address} as well, with {numbers}: one of the "
            "two gets nothing",
            path=published_addresses(traced.service)[address],
            evidence=(f"annotation {shared} lets Services share an address, not a port of it",) if shared else (),
            fix=Fix(text="give one of the two Services another address or another port"),
            ports=ports,
            ways=("LoadBalancer", "ExternalIP"),
        )


def _clashes(traced: TracedService) -> Iterator[tuple[Service, str, tuple[TracedPort, ...]]]:
    """Another Service, an address that both publish, and the ports they both publish there."""
    for address in published_addresses(traced.service):
        for other in traced.snapshot.addresses.publishers_of(address):
            taken = {(port.port, port.protocol) for port in other.spec.ports}
            ports = tuple(port for port in traced.ports if (port.spec.port, port.spec.protocol) in taken)
            if ports and other.key != traced.service.key:
                yield other, address, ports
