"""EndpointSlices: what kube-proxy and DNS act on."""

from typing import Protocol

import msgspec
from msgspec.structs import force_setattr

from kubectl_porttrace.model.canonical_ip import canonical_ip
from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, ObjectReference, Value
from kubectl_porttrace.model.port_title import port_title

SERVICE_NAME = "kubernetes.io/service-name"
MANAGED_BY = "endpointslice.kubernetes.io/managed-by"
HEADLESS = "service.kubernetes.io/headless"

CONTROLLER = "endpointslice-controller.k8s.io"
MIRRORING_CONTROLLER = "endpointslicemirroring-controller.k8s.io"


class HasConditions(Protocol):
    """What tells whether an endpoint is used, wherever it is written."""

    @property
    def ready(self) -> bool:
        """Whether it is ready."""

    @property
    def serving(self) -> bool:
        """Whether it is ready, were it not terminating."""

    @property
    def terminating(self) -> bool:
        """Whether it is being deleted."""


class MayTakeTraffic:
    """What the conditions of an endpoint say together."""

    __slots__ = ()

    @property
    def may_take_traffic(self: HasConditions) -> bool:
        """Whether kube-proxy ever routes to it: it is ready, or it serves while terminating.

        Those that serve while terminating are used only where none is ready (`pkg/proxy/topology.go`).
        """
        return self.ready or (self.serving and self.terminating)


class EndpointConditions(Value, frozen=True):
    """The three conditions; None is what an object without the field says."""

    ready: bool | None = None
    serving: bool | None = None
    terminating: bool | None = None


class ForZone(Value, frozen=True):
    """A zone or node an endpoint is meant for."""

    name: str


class EndpointHints(Value, frozen=True):
    """Topology hints, set by the controller."""

    for_zones: tuple[ForZone, ...] = ()
    for_nodes: tuple[ForZone, ...] = ()


class Endpoint(MayTakeTraffic, Value, frozen=True):
    """One endpoint; only the first of its addresses matters to kube-proxy, which spells it as others do."""

    addresses: tuple[str, ...] = ()
    conditions: EndpointConditions = EndpointConditions()
    hostname: str | None = None
    node_name: str | None = None
    zone: str | None = None
    target_ref: ObjectReference | None = None
    hints: EndpointHints | None = None

    def __post_init__(self) -> None:
        """Spell the addresses as all others."""
        spelt = tuple([canonical_ip(each) for each in self.addresses])
        if spelt != self.addresses:
            force_setattr(self, "addresses", spelt)

    @property
    def ready(self) -> bool:
        """Nil means ready (`endpointslicecache.go:addEndpoints`)."""
        return self.conditions.ready is not False

    @property
    def serving(self) -> bool:
        """Nil means serving."""
        return self.conditions.serving is not False

    @property
    def terminating(self) -> bool:
        """Nil means not terminating."""
        return self.conditions.terminating is True


class EndpointPort(Value, frozen=True):
    """One port of a slice: the Service port's name, the pods' number."""

    name: str = ""
    protocol: str = "TCP"
    port: int | None = None
    app_protocol: str | None = None

    @property
    def title(self) -> str:
        """`http 80/TCP`, or `80/TCP` without a name."""
        return port_title(self.name, self.port, self.protocol)


class EndpointSlice(KubernetesObject, frozen=True):
    """An EndpointSlice. Empty lists are `null` on the wire; `endpoints` and `ports` read them as empty."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    address_type: str = "IPv4"
    endpoint_list: tuple[Endpoint, ...] | None = msgspec.field(name="endpoints", default=None)
    port_list: tuple[EndpointPort, ...] | None = msgspec.field(name="ports", default=None)

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """Its endpoints."""
        return self.endpoint_list or ()

    @property
    def ports(self) -> tuple[EndpointPort, ...]:
        """Its ports, in hash order: match them by name, never by position."""
        return self.port_list or ()

    @property
    def service_name(self) -> str | None:
        """The Service it belongs to: by label only, never by owner or name."""
        return self.metadata.labels.get(SERVICE_NAME)

    @property
    def managed_by(self) -> str:
        """The value of the managed-by label, or empty."""
        return self.metadata.labels.get(MANAGED_BY, "")

    @property
    def hidden_from_kube_proxy(self) -> bool:
        """kube-proxy's watch leaves out slices with the headless label, whatever its value."""
        return HEADLESS in self.metadata.labels
