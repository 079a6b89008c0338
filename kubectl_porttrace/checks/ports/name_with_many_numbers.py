"""PTR10: one targetPort name, several numbers."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_revision
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService

LINES = 4


@check("PTR10", "target-port-name-with-many-numbers", severity="note", certainty="certain", needs=("pods",))
def target_port_name_with_many_numbers(traced: TracedService) -> Iterator[Found]:
    """A named targetPort stands for different numbers on different ready pods.

    Why: each pod resolves the name for itself and is reached on its own number. This is what names are for: it lets a
    rollout move a port without a gap.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME`: one slice for each number.

    Fix: none is needed. NetworkPolicies that name the number must allow all of them.
    """
    for port in traced.ports:
        if port.named_target is None or len(port.numbers) <= 1:
            continue
        ready = {pod.name for pod in traced.ready_pods}
        groups: dict[int, list[Pod]] = {}
        for entry in port.resolved:
            if entry.resolution is not None and entry.pod.name in ready:
                groups.setdefault(entry.resolution.number, []).append(entry.pod)
        if len(groups) <= 1:
            continue
        lines = [f"{number}: {line}" for number in sorted(groups) for line in by_revision(traced, groups[number])]
        numbers = ", ".join(str(number) for number in sorted(groups))
        yield Found(
            message=f'"{port.named_target}", the targetPort of port {port.title}, is not the same number on all pods: '
            f"{numbers}",
            path=f"{port.path}.targetPort",
            evidence=tuple(lines[:LINES]),
            fix=Fix(text="none is needed: each pod is reached on its own number"),
            ports=(port,),
        )
