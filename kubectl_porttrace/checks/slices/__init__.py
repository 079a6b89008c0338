"""Family E: EndpointSlices and Endpoints as they really are."""

from typing import TYPE_CHECKING

from kubectl_porttrace.checks.occasions import Occasion

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.trace.service import TracedService


def _without_selector(traced: "TracedService") -> bool:
    return not traced.service.spec.selector


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
        _without_selector,
    ),
)
