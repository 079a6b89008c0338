"""Family S: the Service's own spec."""

from string import ascii_lowercase
from typing import TYPE_CHECKING, Final

from kubectl_porttrace.checks.occasions import Occasion, balanced, headless, undeclared

_PLAIN: Final = frozenset(ascii_lowercase)
_SHORT: Final = 15

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.trace.service import TracedService


def _in_files(traced: "TracedService") -> bool:
    return not traced.snapshot.recorded


def _named_elsewhere(traced: "TracedService") -> bool:
    return traced.service.external or bool(traced.service.spec.external_name)


def _deprecated_addresses(traced: "TracedService") -> bool:
    return bool(traced.service.spec.external_ips)


def _publishes_unready(traced: "TracedService") -> bool:
    return traced.service.spec.publish_not_ready_addresses


def _hidden(traced: "TracedService") -> bool:
    return traced.service.hidden_from_kube_proxy


def _deleted(traced: "TracedService") -> bool:
    return traced.service.metadata.deletion_timestamp is not None


def _distributed(traced: "TracedService") -> bool:
    return bool(traced.service.spec.traffic_distribution)


def _with_other_names(traced: "TracedService") -> bool:
    """Whether the name of a port is more than a few small letters, which may be used everywhere."""
    names = (port.name for port in traced.service.spec.ports)
    return any(name and not (set(name) <= _PLAIN and len(name) <= _SHORT) for name in names)


def _repeating_a_number(traced: "TracedService") -> bool:
    """Whether the Service, or a container behind it, lists a number more than once."""
    if _repeats([port.port for port in traced.service.spec.ports]):
        return True
    specs = (alike[0].spec for alike in traced.alike_pods)
    containers = (each for spec in specs for each in spec.all_containers)
    return any(_repeats([port.container_port for port in each.ports]) for each in containers)


def _repeats(numbers: list[int]) -> bool:
    return len(set(numbers)) < len(numbers)


OCCASIONS = (
    Occasion("TracedService", ("port_name_not_referable",), _with_other_names),
    Occasion("TracedService", ("client_side_apply_loses_protocol",), _repeating_a_number),
    Occasion(
        "TracedService",
        (
            "field_of_another_type",
            "port_name_refused",
            "port_repeated",
            "port_without_name",
            "target_port_without_letter",
        ),
        _in_files,
    ),
    Occasion(
        "TracedService",
        ("headless_fields_ignored", "headless_port_not_translated", "headless_port_undeclared"),
        headless,
    ),
    Occasion(
        "TracedService",
        (
            "external_name_fields_unused",
            "external_name_ignored",
            "external_name_is_address",
            "external_name_without_service",
        ),
        _named_elsewhere,
    ),
    Occasion("TracedService", ("source_ranges_in_annotation", "source_ranges_miss_family"), balanced),
    Occasion("TracedService", ("port_and_target_port_swapped", "target_port_left_to_default"), undeclared),
    Occasion("TracedService", ("external_ips_deprecated",), _deprecated_addresses),
    Occasion("TracedService", ("unready_addresses_published",), _publishes_unready),
    Occasion("TracedService", ("hidden_from_kube_proxy",), _hidden),
    Occasion("TracedService", ("being_deleted",), _deleted),
    Occasion("TracedService", ("prefer_close_deprecated", "topology_annotation_wins"), _distributed),
)
