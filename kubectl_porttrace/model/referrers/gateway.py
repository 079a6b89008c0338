"""The Gateway API's objects that routes attach to: GatewayClass, Gateway, ListenerSet; and who allows what.

Source: `sigs.k8s.io/gateway-api/apis/v1/{gatewayclass,gateway,listenerset,referencegrant}_types.go`.
"""

from collections.abc import Iterator

import msgspec

from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.meta import AnnotatedMeta, Condition, KubernetesObject, Value
from kubectl_porttrace.model.reference import ByNumber, Match, Reference, Referrer
from kubectl_porttrace.model.service_labels import ServiceLabels

GROUP = "gateway.networking.k8s.io"
GATEWAY_NAME = f"{GROUP}/gateway-name"
"""The label of the Services and other objects that an implementation makes for a Gateway (`well_known_labels.go`)."""


class GatewayClassSpec(Value, frozen=True):
    """`spec` of a GatewayClass."""

    controller_name: str = ""


class GatewayClass(KubernetesObject, frozen=True):
    """A GatewayClass: which controller serves the Gateways that name it."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: GatewayClassSpec = GatewayClassSpec()


class FromNamespaces(Value, frozen=True):
    """`namespaces` of allowedRoutes and allowedListeners: `Same`, `All`, `Selector`, `None`; empty for the default."""

    from_: str = msgspec.field(name="from", default="")
    selector: LabelSelector | None = None


class RouteGroupKind(Value, frozen=True):
    """A kind of route that a listener takes; without a group it is of the Gateway API."""

    kind: str = ""
    group: str = GROUP


class AllowedRoutes(Value, frozen=True):
    """`allowedRoutes` of a listener."""

    namespaces: FromNamespaces = FromNamespaces()
    kinds: tuple[RouteGroupKind, ...] = ()


class ListenerTLS(Value, frozen=True):
    """`tls` of a listener: whether it ends TLS itself."""

    mode: str = ""


class Listener(Value, frozen=True):
    """One item of `spec.listeners`; `allowed_routes` is None where it is left out, so that defaults hold."""

    name: str = ""
    hostname: str = ""
    port: int = 0
    protocol: str = ""
    tls: ListenerTLS | None = None
    allowed_routes: AllowedRoutes | None = None

    @property
    def title(self) -> str:
        """`http 80/HTTP`."""
        return f"{self.name} {self.port}/{self.protocol}"


class ListenerStatus(Value, frozen=True):
    """One item of `status.listeners`."""

    name: str = ""
    conditions: tuple[Condition, ...] = ()


class AllowedListeners(Value, frozen=True):
    """`allowedListeners` of a Gateway: from which namespaces it takes ListenerSets."""

    namespaces: FromNamespaces = FromNamespaces()


class GatewaySpec(Value, frozen=True):
    """`spec` of a Gateway."""

    gateway_class_name: str = ""
    listeners: tuple[Listener, ...] = ()
    allowed_listeners: AllowedListeners | None = None


class GatewayAddress(Value, frozen=True):
    """One item of `status.addresses`."""

    value: str = ""


class GatewayStatus(Value, frozen=True):
    """`status` of a Gateway or ListenerSet."""

    addresses: tuple[GatewayAddress, ...] = ()
    conditions: tuple[Condition, ...] = ()
    listeners: tuple[ListenerStatus, ...] = ()


class Gateway(KubernetesObject, frozen=True):
    """A Gateway."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: GatewaySpec = GatewaySpec()
    status: GatewayStatus = GatewayStatus()


class ParentGateway(Value, frozen=True):
    """`spec.parentRef` of a ListenerSet; without a namespace, its own."""

    name: str = ""
    namespace: str = ""
    kind: str = "Gateway"
    group: str = GROUP


class ListenerSetSpec(Value, frozen=True):
    """`spec` of a ListenerSet."""

    parent_ref: ParentGateway = ParentGateway()
    listeners: tuple[Listener, ...] = ()


class ListenerSet(KubernetesObject, frozen=True):
    """A ListenerSet: further listeners of a Gateway, often of another namespace."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: ListenerSetSpec = ListenerSetSpec()
    status: GatewayStatus = GatewayStatus()


class ReferenceGrantFrom(Value, frozen=True):
    """One item of `spec.from`."""

    group: str = ""
    kind: str = ""
    namespace: str = ""


class ReferenceGrantTo(Value, frozen=True):
    """One item of `spec.to`; without a name, all objects of the kind."""

    group: str = ""
    kind: str = ""
    name: str = ""


class ReferenceGrantSpec(Value, frozen=True):
    """`spec` of a ReferenceGrant."""

    from_: tuple[ReferenceGrantFrom, ...] = msgspec.field(name="from", default=())
    to: tuple[ReferenceGrantTo, ...] = ()


class ReferenceGrant(KubernetesObject, frozen=True):
    """A ReferenceGrant: which objects of other namespaces may name objects of its own."""

    spec: ReferenceGrantSpec = ReferenceGrantSpec()


def gateway_references(gateway: Gateway, services: ServiceLabels) -> Iterator[Reference]:
    """The ports of a Gateway's own Services that its listeners stand behind.

    An implementation that runs in the cluster labels the Service that it makes for a Gateway (GEP-1762).
    """
    for service in services.having(gateway.namespace, GATEWAY_NAME, gateway.name):
        for place, listener in enumerate(gateway.spec.listeners):
            yield Reference(
                referrer=Referrer("Gateway", *gateway.key),
                path=f"spec.listeners[{place}]",
                service_namespace=service.namespace,
                service_name=service.name,
                port=ByNumber(listener.port),
                port_path="port",
                role="traffic",
                protocol="UDP" if listener.protocol == "UDP" else "TCP",
                dials="unknown",
                match=Match((listener.hostname,) if listener.hostname else ()),
            )
