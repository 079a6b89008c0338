"""Where the endpoints of a Service are, by zone, as the controller of EndpointSlices sees them."""

from collections import Counter

from kubectl_porttrace.model.endpointslice import CONTROLLER, Endpoint
from kubectl_porttrace.model.node import ZONE, Node
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.families import Family
from kubectl_porttrace.trace.service import TracedService

BY_ZONE = frozenset({"PreferClose", "PreferSameZone"})
"""The values of trafficDistribution that prefer the client's own zone."""

CONTROL_PLANE = frozenset({"node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"})
"""The labels of nodes whose CPU does not count (`k8s.io/endpointslice/topologycache/utils.go:hasExcludedLabels`)."""


def prefers_zone(traced: TracedService) -> bool:
    """Whether the Service asks for endpoints of the client's own zone, and a proxy is there to choose them."""
    service = traced.service
    proxied = not (service.headless or service.external or service.hidden_from_kube_proxy)
    return proxied and service.spec.traffic_distribution in BY_ZONE and not service.topology_aware


def ready_endpoints(traced: TracedService, family: Family) -> list[Endpoint]:
    """The ready endpoints of the controller's own slices of one family; it writes hints into no others."""
    return [
        endpoint
        for slice_ in traced.slices or ()
        if slice_.managed_by == CONTROLLER and slice_.address_type == family
        for endpoint in slice_.endpoints
        if endpoint.ready and endpoint.addresses
    ]


def nodes_by_zone(snapshot: Snapshot) -> Counter[str]:
    """How many nodes each zone has; those of the control plane do not count, nor those without a zone."""
    return Counter(zone for node in snapshot.nodes if counts(node) and (zone := node.metadata.labels.get(ZONE)))


def counts(node: Node) -> bool:
    """Whether a node is one that pods and clients are usually on."""
    return CONTROL_PLANE.isdisjoint(node.metadata.labels)
