"""PTD04: an SRV name that was asked about, of a Service whose port has no name."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix, ObjectReference
from kubectl_porttrace.model.unread import SERVICES_ELSEWHERE
from kubectl_porttrace.trace.lookups.address import TracedAddress


@check("PTD04", "port-without-srv-name", severity="note", certainty="contract", uses=(SERVICES_ELSEWHERE,))
def port_without_srv_name(traced: TracedAddress) -> Iterator[Found]:
    """An SRV name was asked about, and the Service's port of that protocol has no name.

    Why: the cluster's DNS makes an SRV name of the port's name and its protocol, as `_http._tcp`. A Service of one port
    need not name it, and then there is no such name, whatever a client asks for.

    See: `kubectl get service NAME -n NAMESPACE -o yaml`: `spec.ports`.

    Fix: name the port, if clients need SRV. Of a Service without a selector, its EndpointSlices need the same name:
    slices and Services are joined by it.
    """
    dns = traced.dns
    if dns is None or not dns.name.port:
        return
    service = traced.snapshot.service(dns.name.namespace, dns.name.service)
    if service is None or service.external:
        return
    for index, port in enumerate(service.spec.ports):
        if not port.name and port.protocol == dns.name.protocol:
            joined = "" if service.selects else ", and the same name in its EndpointSlices"
            yield Found(
                message=f"port {port.title} of Service {service.name} has no name, so that DNS has no SRV name for it",
                path=f"spec.ports[{index}].name",
                object=ObjectReference(kind="Service", namespace=service.namespace, name=service.name),
                fix=Fix(text=f'write name: "{dns.name.port}" at the port{joined}, if clients need SRV'),
            )
