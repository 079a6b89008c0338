"""PTR08: one port name with two protocols in a pod."""

from collections.abc import Iterator
from functools import lru_cache

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload
from kubectl_porttrace.checks.port_names import written
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.find_port import Declaration, declarations
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check("PTR08", "target-port-name-with-two-protocols", severity="note", certainty="certain", needs=("pods",))
def target_port_name_with_two_protocols(traced: TracedService) -> Iterator[Found]:
    """Two containers of a pod use one port name for different protocols.

    Why: nothing is wrong. The endpoints controller compares name and protocol, so each Service port finds the one of
    its own protocol. The API server warns about the repeated name because it ignores the protocol there.

    See: `kubectl get pods -o jsonpath='{.items[*].spec.containers[*].ports}'`.

    Fix: none is needed; two names read more easily, as in `dns` and `dns-tcp`.
    """
    told: set[str] = set()
    for port in traced.ports:
        if port.named_target is None or port.named_target in told:
            continue
        if not any(each.resolution and _elsewhere(port, each.pods[0]) for each in port.outcomes):
            continue
        twice = [(entry, other) for entry in port.resolved for other in _elsewhere(port, entry.pod)]
        told.add(port.named_target)
        first, other = twice[0]
        declaration = first.resolution.declaration if first.resolution else None
        used = f"{declaration.container.name} ({written(declaration)})" if declaration else ""
        yield Found(
            message=f'"{port.named_target}" names two ports of a pod, each of its own protocol: {used} and '
            f"{other.container.name} ({written(other)})",
            path=f"{port.path}.targetPort",
            evidence=(f"in {by_workload(traced, {entry.pod.name: entry.pod for entry, _ in twice}.values())}",),
            fix=Fix(text="none is needed; two names read more easily"),
            ports=(port,),
        )


def _elsewhere(port: TracedPort, pod: Pod) -> tuple[Declaration, ...]:
    """The pod's ports of the same name and another protocol."""
    return _of_other_protocol(declarations(pod.spec), port.named_target, port.spec.protocol)


@lru_cache(maxsize=1024)
def _of_other_protocol(declared: tuple[Declaration, ...], name: str | None, protocol: str) -> tuple[Declaration, ...]:
    return tuple(found for found in declared if found.port.name == name and found.port.protocol != protocol)
