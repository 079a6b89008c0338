"""Family E: EndpointSlices and Endpoints as they really are."""

from kubectl_porttrace.checks.occasions import Occasion, without_selector

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
)
