"""Family D: names in DNS."""

from typing import TYPE_CHECKING

from kubectl_porttrace.checks.occasions import Occasion, headless
from kubectl_porttrace.model.snapshot import Snapshot

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.trace.service import TracedService


def _named_elsewhere(traced: "TracedService") -> bool:
    return traced.service.external


def _beside_stateful_sets(traced: "TracedService") -> bool:
    return traced.snapshot.once(_stateful_sets)


def _stateful_sets(snapshot: Snapshot) -> bool:
    return any(each.kind == "StatefulSet" for each in snapshot.workloads)


OCCASIONS = (
    Occasion("TracedService", ("governing_service_missing",), _beside_stateful_sets),
    Occasion("TracedAddress", ("name_without_record", "port_without_srv_name")),
    Occasion("TracedService", ("external_name_circle", "external_name_of_dead_service"), _named_elsewhere),
    Occasion(
        "TracedService",
        ("headless_name_without_records", "hostname_without_subdomain", "names_of_another_service"),
        headless,
    ),
)
