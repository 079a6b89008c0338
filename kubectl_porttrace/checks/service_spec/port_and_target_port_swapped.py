"""PTS19: port and targetPort the wrong way round."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload, declared_ports
from kubectl_porttrace.checks.port_numbers import NumericTarget, numeric_targets
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.find_port import declaring
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTS19",
    "port-and-target-port-swapped",
    severity="warning",
    certainty="likely",
    needs=("pods",),
    causes=("PTR11", "PTR12", "PTR20"),
)
def port_and_target_port_swapped(traced: TracedService) -> Iterator[Found]:
    """No container declares the targetPort, and every pod declares the port: the two numbers are probably swapped.

    Why: `port` is what clients of the Service dial, targetPort is what the pods listen on. Here traffic goes to a
    number the pods do not mention. A container may listen on a port it does not declare, so this is likely and not
    certain.

    See: `kubectl get service NAME -o jsonpath='{.spec.ports}'` beside
    `kubectl get pods -l KEY=VALUE -o jsonpath='{.items[*].spec.containers[*].ports}'`.

    Fix: swap port and targetPort; or set targetPort to the declared number, if clients already dial `port`.
    """
    # On a headless Service clients dial `port` on the pods, where it is declared.
    if traced.service.headless:
        return
    for target in numeric_targets(traced):
        port = target.port.spec
        if target.where == "nowhere" and all(declaring(pod.spec, port.port, port.protocol) for pod in target.pods):
            yield Found(
                message=f"port {target.port.title} goes to {target.number} on the pods, which no container declares; "
                f"they declare {port.port}",
                path=f"{target.port.path}.targetPort",
                evidence=(
                    f"selected: {by_workload(traced, target.pods)}",
                    f"they declare: {declared_ports(target.pods)}",
                ),
                fix=Fix(
                    text=f"if the program does not listen on {target.number}: {_swap(traced, target)}"
                    f"set targetPort: {port.port}{' alone' if _swap(traced, target) else ''}"
                ),
                ports=(target.port,),
            )


def _swap(traced: TracedService, target: NumericTarget) -> str:
    """The swap, unless another port of the Service has that number already, which the API server refuses."""
    port = target.port.spec
    if any((other.spec.port, other.spec.protocol) == (target.number, port.protocol) for other in traced.ports):
        return ""
    return f"swap them (port: {target.number}, targetPort: {port.port}), or "
