"""PTS18: a targetPort that was probably left to its default."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload, some
from kubectl_porttrace.checks.port_numbers import NumericTarget, numeric_targets
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.find_port import declarations
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTS18",
    "target-port-left-to-default",
    severity="warning",
    certainty="likely",
    needs=("pods",),
    causes=("PTR11", "PTR12", "PTR20"),
)
def target_port_left_to_default(traced: TracedService) -> Iterator[Found]:
    """The targetPort equals the port, no container declares it, and a container port has the Service port's name.

    Why: where targetPort is left out it becomes the port's own number. The Service port's name plays no part in that,
    though it looks as if it did: `name: http, port: 80` sends traffic to 80 on the pods, not to their port `http`. A
    container may listen on a port it does not declare, so this is likely and not certain.

    See: `kubectl get service NAME -o jsonpath='{.spec.ports}'` shows the targetPort that was filled in.

    Fix: write the container port's name as targetPort.
    """
    # Without a cluster IP nothing applies targetPort.
    if traced.service.headless:
        return
    for target in numeric_targets(traced):
        port = target.port
        if target.where != "nowhere" or target.number != port.spec.port:
            continue
        named = _numbers_of_that_name(target)
        if not named:
            continue
        numbers = some([str(number) for number in dict.fromkeys(named)])
        yield Found(
            message=f"port {port.title} goes to {target.number} on the pods, which no container declares; "
            f'their port "{port.spec.name}" is {numbers}',
            path=f"{port.path}.targetPort",
            evidence=(f"selected: {by_workload(traced, target.pods)}",),
            fix=Fix(text=f"set targetPort: {port.spec.name}, unless the program also listens on {target.number}"),
            ports=(port,),
        )


def _numbers_of_that_name(target: NumericTarget) -> tuple[int, ...]:
    """Each pod's one port of the Service port's name and protocol; nothing where a pod has none, or several."""
    wanted = (target.port.spec.name, target.port.spec.protocol)
    found = [
        [
            entry.port.container_port
            for entry in declarations(pod.spec)
            if (entry.port.name, entry.port.protocol) == wanted
        ]
        for pod in (outcome.pods[0] for outcome in target.port.outcomes)
    ]
    return tuple(numbers[0] for numbers in found) if wanted[0] and all(len(numbers) == 1 for numbers in found) else ()
