"""PTR12: a numeric targetPort beside the one port that the pods declare."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload
from kubectl_porttrace.checks.port_names import declared_with, is_taken, written
from kubectl_porttrace.checks.port_numbers import NumericTarget, numeric_targets
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.find_port import Declaration
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTR12",
    "target-port-other-than-declared",
    severity="warning",
    certainty="likely",
    needs=("pods",),
    causes=("PTR11",),
)
def target_port_other_than_declared(traced: TracedService) -> Iterator[Found]:
    """The targetPort is a number that no container declares, and every pod declares exactly one other port.

    Why: a number is used as it is, so traffic goes to a port on which probably nothing listens, and the pods refuse
    it. Only probably: a program may listen on ports its container does not declare.

    See: `kubectl get pods -o jsonpath='{.items[*].spec.containers[*].ports}'` beside
    `kubectl get service NAME -o jsonpath='{.spec.ports}'`. `kubectl exec POD -- ss -ltn` shows what really listens.

    Fix: set targetPort to the port the pods declare. If the program does listen on the other one, declare it.
    """
    if traced.service.headless:
        return
    for target in numeric_targets(traced):
        declared = _only_declared(target) if target.where == "nowhere" else ()
        if not declared or any(is_taken(traced, target.port, entry.port.container_port) for entry in declared):
            continue
        shown = list(dict.fromkeys(written(entry) for entry in declared))
        numbers = " or ".join(dict.fromkeys(str(entry.port.container_port) for entry in declared))
        yield Found(
            message=f"port {target.port.title} goes to {target.number}, which no container declares; "
            f"the only {target.port.spec.protocol} port the pods declare is {' or '.join(shown[:3])}",
            path=f"{target.port.path}.targetPort",
            evidence=(f"selected: {by_workload(traced, target.pods)}",),
            fix=Fix(text=f"set targetPort {numbers}, unless the program also listens on {target.number}"),
            ports=(target.port,),
        )


def _only_declared(target: NumericTarget) -> tuple[Declaration, ...]:
    """The one port of the protocol that each pod declares; nothing where a pod declares none, or several.

    Nothing either where its name says that it is for something else, as `metrics` beside a Service port `http`.
    """
    declared = [declared_with(pod, target.port.spec.protocol) for pod in target.pods]
    meant = {"", target.port.spec.name}
    if any(len(entries) != 1 or (len(meant) > 1 and entries[0].port.name not in meant) for entries in declared):
        return ()
    return tuple(entries[0] for entries in declared)
