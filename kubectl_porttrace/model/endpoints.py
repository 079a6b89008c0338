"""v1 Endpoints: deprecated, one family, truncated at 1000 addresses, never read by kube-proxy."""

from kubectl_porttrace.model.canonical_ip import WithIP
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, ObjectReference, Value

SKIP_MIRROR = "endpointslice.kubernetes.io/skip-mirror"
LEADER = "control-plane.alpha.kubernetes.io/leader"
OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity"


class EndpointAddress(WithIP, frozen=True):
    """One address of a subset, as the mirroring controller copies it."""

    hostname: str | None = None
    node_name: str | None = None
    target_ref: ObjectReference | None = None


class EndpointSubset(Value, frozen=True):
    """Addresses that share a set of ports."""

    addresses: tuple[EndpointAddress, ...] = ()
    not_ready_addresses: tuple[EndpointAddress, ...] = ()
    ports: tuple[EndpointPort, ...] = ()


class Endpoints(KubernetesObject, frozen=True):
    """The Endpoints object of a Service: the one of its name."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    subsets: tuple[EndpointSubset, ...] = ()

    @property
    def mirrored(self) -> bool:
        """Whether the mirroring controller copies it into slices (`shouldMirror`), given a selectorless Service."""
        labels, annotations = self.metadata.labels, self.metadata.annotations
        return labels.get(SKIP_MIRROR) != "true" and LEADER not in annotations
