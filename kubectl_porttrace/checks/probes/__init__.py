"""Family B: probes and lifecycle hooks that keep pods out, or fail to."""

from typing import TYPE_CHECKING

from kubectl_porttrace.checks.occasions import Occasion
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import Event
from kubectl_porttrace.trace.find_port import find_port
from kubectl_porttrace.trace.probes import PortUse, hooks, named_port, probes

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.trace.service import TracedService


def _uses(traced: "TracedService") -> tuple[PortUse, ...]:
    """The probes of its pods, each of one pod of those alike."""
    return tuple(use for alike in traced.alike_pods for use in probes(alike[0].spec))


def _unprobed(traced: "TracedService") -> bool:
    """Whether a container that declares a port has no readiness probe."""
    specs = (alike[0].spec for alike in traced.alike_pods)
    containers = (each for spec in specs for each in spec.all_containers)
    return any(each.ports and each.readiness_probe is None for each in containers)


def _probed_elsewhere(traced: "TracedService") -> bool:
    """Whether a readiness probe dials a number that no port of the Service resolves to."""
    for pod, *_ in traced.alike_pods:
        served = {found.number for port in traced.ports if (found := find_port(pod, port.spec)) is not None}
        dialled = {use.number for use in probes(pod.spec) if use.kind == "readinessProbe"}
        if not dialled <= {None, *served}:
            return True
    return False


def _erring(traced: "TracedService") -> bool:
    return bool(traced.snapshot.once(_errors))


def _errors(snapshot: Snapshot) -> bool:
    """Whether the kubelet says of any pod that it could not run a probe."""
    return any("probe errored" in event.message for event in snapshot.all_of(Event))


def _by_name_of_other_protocol(traced: "TracedService") -> bool:
    named = ((use.container, use.action.port) for use in traced.once(_uses))
    declared = (named_port(container, port) for container, port in named if isinstance(port, str))
    return any(port is not None and port.protocol != "TCP" for port in declared)


def _by_unknown_name(traced: "TracedService") -> bool:
    return any(use.unresolved for use in traced.once(_uses))


def _at_host(traced: "TracedService") -> bool:
    return any(use.action.host for use in traced.once(_uses))


def _hooked(traced: "TracedService") -> bool:
    return any(True for alike in traced.alike_pods for _ in hooks(alike[0].spec))


OCCASIONS = (
    Occasion("TracedService", ("no_readiness_probe",), _unprobed),
    Occasion("TracedService", ("probe_errors",), _erring),
    Occasion("TracedService", ("readiness_on_other_port",), _probed_elsewhere),
    Occasion("TracedService", ("probe_port_not_tcp",), _by_name_of_other_protocol),
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
