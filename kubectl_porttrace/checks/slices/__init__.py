"""Family E: EndpointSlices and Endpoints as they really are."""

from typing import TYPE_CHECKING

from kubectl_porttrace.checks.occasions import Occasion, without_selector
from kubectl_porttrace.model.endpoints import OVER_CAPACITY
from kubectl_porttrace.model.endpointslice import CONTROLLER, EndpointSlice
from kubectl_porttrace.model.written_number import LAST_PORT
from kubectl_porttrace.trace.gone import kept_by_controller

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.trace.service import TracedService


def _slices(traced: "TracedService") -> tuple[EndpointSlice, ...]:
    return traced.snapshot.slices_of(traced.service)


def _written_by_others(traced: "TracedService") -> bool:
    return not all(kept_by_controller(traced.service, each) for each in _slices(traced))


def _hidden(traced: "TracedService") -> bool:
    return any(each.hidden_from_kube_proxy for each in _slices(traced))


def _of_names(traced: "TracedService") -> bool:
    return any(each.address_type == "FQDN" for each in _slices(traced))


def _with_odd_numbers(traced: "TracedService") -> bool:
    numbers = (port.port for each in _slices(traced) for port in each.ports)
    return any(not number or number > LAST_PORT for number in numbers)


def _not_owned(traced: "TracedService") -> bool:
    """Whether the controller is said to manage a slice that another object owns, or none."""
    uid = traced.service.metadata.uid
    managed = (each for each in _slices(traced) if each.managed_by == CONTROLLER)
    return any(not uid or all(owner.uid != uid for owner in each.metadata.owner_references) for each in managed)


def _with_many_addresses(traced: "TracedService") -> bool:
    return any(len(endpoint.addresses) > 1 for each in _slices(traced) for endpoint in each.endpoints)


def _at_cluster_ips(traced: "TracedService") -> bool:
    owners = traced.snapshot.addresses.cluster_ip_owners
    return any(backend.ip in owners for port in traced.ports for backend in port.backends)


def _over_capacity(traced: "TracedService") -> bool:
    return traced.endpoints is not None and OVER_CAPACITY in traced.endpoints.metadata.annotations


def _local(traced: "TracedService") -> bool:
    spec = traced.service.spec
    return "Local" in {spec.internal_traffic_policy, spec.external_traffic_policy}


def _differing(traced: "TracedService") -> bool:
    return traced.drift is not None


def _reported(traced: "TracedService") -> bool:
    about = (traced.snapshot.events_about(kind, *traced.service.key) for kind in ("Service", "Endpoints"))
    return any(about)


OCCASIONS = (
    Occasion(
        "TracedService",
        (
            "endpoints_not_ready",
            "endpoints_port_name_twice",
            "endpoints_used_as_lock",
            "mirroring_refused",
            "nothing_behind",
            "port_name_differs",
            "port_protocol_differs",
            "slice_without_service_name",
            "slices_left_over",
            "target_port_ignored",
            "too_many_to_mirror",
        ),
        without_selector,
    ),
    Occasion(
        "TracedService", ("endpoint_pod_gone", "slice_of_other_family", "slices_added_by_others"), _written_by_others
    ),
    Occasion("TracedService", ("slice_marked_headless",), _hidden),
    Occasion("TracedService", ("slice_of_names",), _of_names),
    Occasion("TracedService", ("slice_port_too_high", "slice_port_without_number"), _with_odd_numbers),
    Occasion("TracedService", ("slice_to_be_deleted",), _not_owned),
    Occasion("TracedService", ("endpoint_with_many_addresses",), _with_many_addresses),
    Occasion("TracedService", ("address_is_virtual",), _at_cluster_ips),
    Occasion("TracedService", ("endpoints_truncated",), _over_capacity),
    Occasion("TracedService", ("endpoints_without_node",), _local),
    Occasion("TracedService", ("slices_lag",), _differing),
    Occasion("TracedService", ("update_failed",), _reported),
)
