"""Family R: from targetPort to container port."""

from typing import TYPE_CHECKING

from kubectl_porttrace.checks.occasions import Occasion, templates_behind, undeclared
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.find_port import find_port

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.trace.service import TracedService


def _not_in_template(traced: "TracedService") -> bool:
    """Whether a port's name is not in the template of a workload behind the Service."""
    templates = [Pod(metadata=each.metadata, spec=each.spec) for each in templates_behind(traced)]
    named = (port.spec for port in traced.ports if port.named_target is not None)
    return any(find_port(template, port) is None for port in named for template in templates)


def _with_several_numbers(traced: "TracedService") -> bool:
    return any(port.named_target is not None and len(port.numbers) > 1 for port in traced.ports)


def _declared_twice(traced: "TracedService") -> bool:
    """Whether a pod declares two ports of the name that is wanted."""
    wanted = (port for port in traced.ports if port.named_target is not None)
    return any(
        _declared(outcome.pods[0]).count(port.named_target or "") > 1 for port in wanted for outcome in port.outcomes
    )


def _declared(pod: Pod) -> list[str]:
    """The names of all ports that a pod declares."""
    return [port.name for container in pod.spec.all_containers for port in container.ports]


def _unresolved(traced: "TracedService") -> bool:
    return any(port.unresolved for port in traced.ports)


def _sharing_numbers(traced: "TracedService") -> bool:
    """Whether two ports of one protocol end at the same numbers."""
    return len({(port.spec.protocol, port.numbers) for port in traced.ports}) < len(traced.ports)


OCCASIONS = (
    Occasion(
        "TracedService",
        ("name_in_sidecar_too", "name_in_two_containers", "name_with_two_protocols"),
        _declared_twice,
    ),
    Occasion("TracedService", ("name_lost_by_rollout",), _not_in_template),
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
    Occasion("TracedService", ("ports_share_number",), _sharing_numbers),
)
