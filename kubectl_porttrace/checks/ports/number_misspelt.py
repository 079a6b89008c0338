"""PTR20: a numeric targetPort that is one digit off a port the pods declare."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload, declared_ports
from kubectl_porttrace.checks.port_names import declared_with, is_taken
from kubectl_porttrace.checks.port_numbers import NumericTarget, numeric_targets
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.spelling import one_digit_apart
from kubectl_porttrace.trace.probes import probes
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTR20",
    "target-port-number-misspelt",
    severity="warning",
    certainty="likely",
    needs=("pods",),
    causes=("PTR11",),
)
def target_port_number_misspelt(traced: TracedService) -> Iterator[Found]:
    """The targetPort is a number that no container declares, and one digit makes it a port that every pod declares.

    Why: a number is used as it is, so traffic goes to a port on which probably nothing listens, and the pods refuse
    it. Only probably: a program may listen on ports its container does not declare. A declared port that another port
    of the Service already sends to, or that is named for something else, is not taken for what was meant; nor is
    anything where the Service's own port has the same number, or a probe dials it.

    See: `kubectl get pods -o jsonpath='{.items[*].spec.containers[*].ports}'` beside
    `kubectl get service NAME -o jsonpath='{.spec.ports}'`. `kubectl exec POD -- ss -ltn` shows what really listens.

    Fix: set targetPort to the declared port. If the program does listen on the other one, declare it.
    """
    if traced.service.headless:
        return
    for target in numeric_targets(traced):
        number = _meant(traced, target)
        if number is None:
            continue
        yield Found(
            message=f"port {target.port.title} goes to {target.number}, which no container declares; every pod "
            f"declares {number}, which differs by one digit",
            path=f"{target.port.path}.targetPort",
            evidence=(f"selected: {by_workload(traced, target.pods)}", f"they declare: {declared_ports(target.pods)}"),
            fix=Fix(text=f"set targetPort {number}, unless the program also listens on {target.number}"),
            ports=(target.port,),
        )


def _meant(traced: TracedService, target: NumericTarget) -> int | None:
    """The one declared number that was probably meant; None where several may be, or the number has a use of its own.

    Where a pod declares one port alone, that one is what the number is compared with already (PTR12).
    """
    port = target.port
    if target.where != "nowhere" or target.number == port.spec.port or _is_probed(target):
        return None
    named = {"", port.spec.name}
    fitting: list[set[int]] = []
    for pod in target.pods:
        declared = declared_with(pod, port.spec.protocol)
        if len(declared) == 1:
            return None
        fitting.append({each.port.container_port for each in declared if len(named) == 1 or each.port.name in named})
    common = {each for each in set.intersection(*fitting) if not is_taken(traced, port, each)}
    near = [number for number in common if one_digit_apart(str(target.number), str(number))]
    return near[0] if len(near) == 1 else None


def _is_probed(target: NumericTarget) -> bool:
    """Whether a probe dials the number, so that something listens there."""
    return any(use.number == target.number for pod in target.pods for use in probes(pod.spec))
