"""Family D: names in DNS."""

from typing import TYPE_CHECKING

from kubectl_porttrace.checks.occasions import Occasion, headless

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.trace.service import TracedService


def _named_elsewhere(traced: "TracedService") -> bool:
    return traced.service.external


OCCASIONS = (
    Occasion("TracedAddress", ("name_without_record", "port_without_srv_name")),
    Occasion("TracedService", ("external_name_circle", "external_name_of_dead_service"), _named_elsewhere),
    Occasion(
        "TracedService",
        ("headless_name_without_records", "hostname_without_subdomain", "names_of_another_service"),
        headless,
    ),
)
