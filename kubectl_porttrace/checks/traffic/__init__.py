"""Family K: the path of the traffic."""

from typing import TYPE_CHECKING

from kubectl_porttrace.checks.occasions import Occasion, balanced
from kubectl_porttrace.trace.families import families_of

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


def _on_network_of_node(traced: "TracedService") -> bool:
    pods = (backend.pod for port in traced.ports for backend in port.backends)
    return any(pod is not None and pod.spec.host_network for pod in pods)


def _lacking_a_family(traced: "TracedService") -> bool:
    families = set(families_of(traced.service))
    served = ({backend.family for backend in port.usable} for port in traced.ports)
    return any(each and not families <= each for each in served)


def _claimed_twice_or_reported(traced: "TracedService") -> bool:
    """Whether something is reported of the Service, or another one has its cluster IP."""
    snapshot, service = traced.snapshot, traced.service
    owners = (snapshot.addresses.services_at(ip) for ip in service.cluster_ips)
    return bool(snapshot.events_about("Service", *service.key)) or any(len(each) > 1 for each in owners)


OCCASIONS = (
    Occasion("TracedService", ("family_without_backend",), _lacking_a_family),
    Occasion("TracedService", ("host_network_backends",), _on_network_of_node),
    Occasion("TracedService", ("repair_reported",), _claimed_twice_or_reported),
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
