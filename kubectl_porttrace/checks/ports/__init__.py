"""Family R: from targetPort to container port."""

from typing import TYPE_CHECKING

from kubectl_porttrace.checks.occasions import Occasion, undeclared

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.trace.service import TracedService


def _named(traced: "TracedService") -> bool:
    return any(port.named_target is not None for port in traced.ports)


def _with_several_numbers(traced: "TracedService") -> bool:
    return any(port.named_target is not None and len(port.numbers) > 1 for port in traced.ports)


def _beside_others(traced: "TracedService") -> bool:
    """Whether a pod declares several ports, which may have one name."""
    specs = (outcome.pods[0].spec for port in traced.ports for outcome in port.outcomes)
    return _named(traced) and any(
        sum(len(container.ports) for container in (*spec.containers, *spec.init_containers)) > 1 for spec in specs
    )


def _unresolved(traced: "TracedService") -> bool:
    return any(port.unresolved for port in traced.ports)


def _of_several_ports(traced: "TracedService") -> bool:
    return len(traced.ports) > 1


OCCASIONS = (
    Occasion(
        "TracedService",
        ("name_in_sidecar_too", "name_in_two_containers", "name_with_two_protocols"),
        _beside_others,
    ),
    Occasion("TracedService", ("name_lost_by_rollout",), _named),
    Occasion("TracedService", ("name_with_many_numbers",), _with_several_numbers),
    Occasion(
        "TracedService",
        (
            "all_ports_unresolved",
            "name_misspelt",
            "name_not_found",
            "name_on_init_container",
            "name_on_some_pods",
            "name_other_protocol",
            "number_without_name",
            "some_ports_unresolved",
        ),
        _unresolved,
    ),
    Occasion(
        "TracedService",
        (
            "number_misspelt",
            "number_on_init_container",
            "number_on_some_pods",
            "number_other_protocol",
            "number_other_than_declared",
            "number_undeclared",
        ),
        undeclared,
    ),
    Occasion("TracedService", ("ports_share_number",), _of_several_ports),
)
