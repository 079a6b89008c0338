"""Family B: probes and lifecycle hooks that keep pods out, or fail to."""

from typing import TYPE_CHECKING

from kubectl_porttrace.checks.occasions import Occasion
from kubectl_porttrace.trace.probes import PortUse, hooks, probes

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.trace.service import TracedService


def _uses(traced: "TracedService") -> tuple[PortUse, ...]:
    """The probes of its pods, each of one pod of those alike."""
    return tuple(use for alike in traced.alike_pods for use in probes(alike[0].spec))


def _probed(traced: "TracedService") -> bool:
    return bool(traced.once(_uses))


def _by_name(traced: "TracedService") -> bool:
    return any(isinstance(use.action.port, str) for use in traced.once(_uses))


def _by_unknown_name(traced: "TracedService") -> bool:
    return any(use.unresolved for use in traced.once(_uses))


def _at_host(traced: "TracedService") -> bool:
    return any(use.action.host for use in traced.once(_uses))


def _hooked(traced: "TracedService") -> bool:
    return any(True for alike in traced.alike_pods for _ in hooks(alike[0].spec))


OCCASIONS = (
    Occasion("TracedService", ("readiness_on_other_port",), _probed),
    Occasion("TracedService", ("probe_port_not_tcp",), _by_name),
    Occasion(
        "TracedService",
        (
            "liveness_port_not_found",
            "probe_port_in_other_container",
            "readiness_port_not_found",
            "startup_port_not_found",
        ),
        _by_unknown_name,
    ),
    Occasion("TracedService", ("probe_host_set",), _at_host),
    Occasion("TracedService", ("post_start_fails", "pre_stop_never_runs"), _hooked),
)
