"""Family P: which pods are behind the Service, and whether they count."""

from typing import TYPE_CHECKING

from kubectl_porttrace.checks.occasions import Occasion, templates_behind, without_selector
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.pod import Pod

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.trace.owners import KnowsOwners
    from kubectl_porttrace.trace.service import TracedService


def _troubled(traced: "TracedService") -> bool:
    """Whether a pod may not be ready: of templates, and where all are published, being published does not say so."""
    pods = traced.pods or ()
    unsure = traced.in_manifests or traced.service.spec.publish_not_ready_addresses
    return unsure or len(traced.ready_pods) != len(pods) or any(pod.is_template for pod in pods)


def _draining(traced: "TracedService") -> bool:
    return any(backend.terminating for port in traced.ports for backend in port.usable)


def _without_pods(traced: "TracedService") -> bool:
    return not traced.living_pods


def _matching_nothing(traced: "TracedService") -> bool:
    return traced.in_manifests or not traced.pods


def _without_address_of_family(traced: "TracedService") -> bool:
    return traced.expected is not None and bool(traced.expected.without_address_of_family)


def _sharing_addresses(traced: "TracedService") -> bool:
    addresses = [address for pod in traced.eligible_pods for address in pod.ips]
    return len(set(addresses)) < len(addresses)


def _rolling_out(traced: "TracedService") -> bool:
    """Whether a workload does not say of its last rollout that it is complete."""
    found = (owner.workload.condition("Progressing") for owner, _ in traced.pods_by_owner if owner.workload)
    return any(each is not None and each.reason != "NewReplicaSetAvailable" for each in found)


def _relabelled(traced: "TracedService") -> bool:
    """Whether a template has not all labels by which the Service selects."""
    wanted = traced.service.spec.selector.items()
    return any(not wanted <= template.metadata.labels.items() for template in templates_behind(traced))


def _on_unknown_nodes(traced: "TracedService") -> bool:
    """Whether a pod names a node that is not there, or none."""
    names = {pod.spec.node_name for pod in traced.pods or ()}
    return traced.snapshot.was_read("nodes") and any(traced.snapshot.node(name) is None for name in names)


def _of_several_owners(traced: "TracedService") -> bool:
    return traced.of_pods(_several, traced.eligible_pods)


def _several(subject: "KnowsOwners", pods: tuple[Pod, ...]) -> bool:
    return len({subject.owner(pod).title for pod in pods}) > 1


def _autoscaled(traced: "TracedService") -> bool:
    return bool(traced.snapshot.of_kind(KIND_BY_NAME["HorizontalPodAutoscaler"]))


OCCASIONS = (
    Occasion("TracedService", ("autoscaler_not_scaling",), _autoscaled),
    Occasion("TracedService", ("no_selector",), without_selector),
    Occasion("TracedService", ("only_terminating_pods",), _draining),
    Occasion("TracedService", ("selector_matches_nothing",), _matching_nothing),
    Occasion("TracedService", ("no_address_of_family", "some_without_address_of_family"), _without_address_of_family),
    Occasion("TracedService", ("shared_address_and_port",), _sharing_addresses),
    Occasion("TracedService", ("node_missing",), _on_unknown_nodes),
    Occasion("TracedService", ("several_owners",), _of_several_owners),
    Occasion("TracedService", ("rollout_stuck",), _rolling_out),
    Occasion("TracedService", ("template_no_longer_matches",), _relabelled),
    Occasion(
        "TracedService",
        (
            "pods_in_other_namespace",
            "scaled_to_zero",
            "selector_almost_matches",
            "workload_makes_no_pods",
        ),
        _without_pods,
    ),
    Occasion(
        "TracedService",
        (
            "container_crashes",
            "container_not_created",
            "image_not_pulled",
            "init_container_not_done",
            "no_node_takes_pod",
            "no_pod_ready",
            "node_not_ready",
            "pods_ended",
            "pods_stuck_terminating",
            "pods_without_address",
            "readiness_gate_not_met",
            "readiness_probe_fails",
            "sidecar_not_ready",
            "some_pods_not_ready",
            "volume_not_mounted",
        ),
        _troubled,
    ),
)
