"""Family K: the path of the traffic."""

from typing import TYPE_CHECKING

from kubectl_porttrace.checks.occasions import Occasion, balanced

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.trace.service import TracedService


def _published(traced: "TracedService") -> bool:
    return balanced(traced) or bool(traced.service.spec.external_ips)


def _on_nodes(traced: "TracedService") -> bool:
    spec = traced.service.spec
    return bool(spec.health_check_node_port) or any(port.node_port for port in spec.ports)


def _local_from_outside(traced: "TracedService") -> bool:
    return traced.service.spec.external_traffic_policy == "Local"


def _local_inside(traced: "TracedService") -> bool:
    return traced.service.spec.internal_traffic_policy == "Local"


def _by_zone(traced: "TracedService") -> bool:
    return traced.service.topology_aware or bool(traced.service.spec.traffic_distribution)


def _of_api_server(traced: "TracedService") -> bool:
    return traced.service.is_api_server


OCCASIONS = (
    Occasion("TracedAddress", ("no_node_port", "number_not_of_service", "number_of_another_kind")),
    Occasion(
        "TracedService",
        (
            "load_balancer_class_unserved",
            "load_balancer_pending",
            "load_balancer_port_refused",
            "load_balancer_without_path",
            "only_excluded_nodes",
            "service_lb_pods_pending",
        ),
        balanced,
    ),
    Occasion("TracedService", ("address_published_twice",), _published),
    Occasion("TracedService", ("node_port_above_static_band", "node_port_taken"), _on_nodes),
    Occasion("TracedService", ("external_policy_local",), _local_from_outside),
    Occasion("TracedService", ("internal_policy_local",), _local_inside),
    Occasion("TracedService", ("endpoints_without_zone", "topology_hints_withdrawn", "zone_overloaded"), _by_zone),
    Occasion("TracedService", ("kube_proxy_replaced",), _of_api_server),
)
