"""Family E: EndpointSlices and Endpoints as they really are."""

from typing import TYPE_CHECKING

from kubectl_porttrace.checks.occasions import Occasion, without_selector
from kubectl_porttrace.model.written_number import LAST_PORT
from kubectl_porttrace.trace.gone import kept_by_controller

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.model.endpointslice import EndpointSlice
    from kubectl_porttrace.trace.service import TracedService


def _with_others(traced: "TracedService") -> bool:
    """Whether a slice is none that the endpointslice controller makes of pods, for a Service that is not headless."""
    return not all(_is_ordinary(traced, each) for each in traced.snapshot.slices_of(traced.service))


def _is_ordinary(traced: "TracedService", slice_: "EndpointSlice") -> bool:
    made = kept_by_controller(traced.service, slice_) and not slice_.hidden_from_kube_proxy
    return made and slice_.address_type != "FQDN" and all(0 < (port.port or 0) <= LAST_PORT for port in slice_.ports)


OCCASIONS = (
    Occasion(
        "TracedService",
        (
            "slice_marked_headless",
            "slice_of_names",
            "slice_of_other_family",
            "slice_port_too_high",
            "slice_port_without_number",
            "slices_added_by_others",
        ),
        _with_others,
    ),
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
)
