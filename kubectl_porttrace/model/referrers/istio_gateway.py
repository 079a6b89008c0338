"""Gateway, of Istio's own API: which ports the pods of a gateway serve.

Source: `istio/pilot/pkg/model/gateway.go:resolvePorts`.
"""

from collections.abc import Iterator

import msgspec

from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, Value
from kubectl_porttrace.model.reference import ByNumber, ByTargetNumber, Match, PortChoice, Reference, Referrer
from kubectl_porttrace.model.referrers.istio import CONSUMER, GROUP, PortSelector
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.service_labels import ServiceLabels


class Server(Value, frozen=True):
    """One item of `spec.servers` of a Gateway."""

    port: PortSelector = PortSelector()
    hosts: tuple[str, ...] = ()


class IstioGatewaySpec(Value, frozen=True):
    """`spec` of a Gateway: the labels of the pods that it configures, and what these are to serve."""

    selector: dict[str, str] = msgspec.field(default_factory=dict)
    servers: tuple[Server, ...] = ()


class IstioGateway(KubernetesObject, frozen=True):
    """A Gateway of Istio's own API."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: IstioGatewaySpec = IstioGatewaySpec()


def istio_gateway_references(gateway: IstioGateway, services: ServiceLabels) -> Iterator[Reference]:
    """The ports of the Services before the pods that a Gateway configures, at which these serve.

    A server's port is a Service port, and where it is none, the pods listen on that very number: then it is reached
    through a Service port whose targetPort it is. One that is neither is none of the Service.
    """
    wanted = gateway.spec.selector.items()
    for service in services.everywhere if wanted else ():
        if service.selects and wanted <= service.spec.selector.items():
            for place, server in enumerate(gateway.spec.servers):
                port = _served_by(service, server.port.number)
                if port is not None:
                    yield Reference(
                        referrer=Referrer(f"Gateway.{GROUP}", *gateway.key),
                        path=f"spec.servers[{place}]",
                        service_namespace=service.namespace,
                        service_name=service.name,
                        port=port,
                        port_path="port.number",
                        consumer=CONSUMER,
                        dials="unknown",
                        match=Match(tuple(each.rpartition("/")[2] for each in server.hosts if each != "*")),
                    )


def _served_by(service: Service, number: int) -> PortChoice | None:
    if any(port.port == number for port in service.spec.ports):
        return ByNumber(number)
    return ByTargetNumber(number) if any(port.target == number for port in service.spec.ports) else None
