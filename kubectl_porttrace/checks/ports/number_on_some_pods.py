"""PTR15: a numeric targetPort that only some of the pods declare."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_revision, count, declared_ports
from kubectl_porttrace.checks.port_names import declared_with
from kubectl_porttrace.checks.port_numbers import NumericTarget, numeric_targets
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService

LINES = 3


@check("PTR15", "target-port-number-on-some-pods", severity="warning", certainty="likely", needs=("pods",))
def target_port_number_on_some_pods(traced: TracedService) -> Iterator[Found]:
    """Some pods behind the Service declare the number of targetPort and others do not.

    Why: a number is used as it is on every pod the selector matches. Where pods differ in what they declare, the
    selector probably catches pods of another kind, or a rollout moved the port; on those pods probably nothing
    listens, and a share of the connections is refused. Where the pods are of one workload and the others declare
    nothing at all, it is a note: a declaration opens nothing.

    See: `kubectl get pods -l SELECTOR -o jsonpath='{.items[*].spec.containers[*].ports}'`, with the Service's selector.

    Fix: narrow the selector, or split the Service; for a port that moves, give it a name and use that as targetPort.
    """
    if traced.service.headless:
        return
    for target in numeric_targets(traced):
        if target.where != "some pods":
            continue
        silent, port = target.silent, target.port
        without = f"{len(silent)} of {count(len(target.pods), 'pod')}"
        yield Found(
            message=f"{without} {'does' if len(silent) == 1 else 'do'} not declare "
            f"{target.number}/{port.spec.protocol}, the targetPort of port {port.title}",
            path=f"{port.path}.targetPort",
            evidence=(
                *(f"declared by {line}" for line in by_revision(traced, target.declaring)[:LINES]),
                *(f"not by {line}" for line in by_revision(traced, silent)[:LINES]),
                f"these declare: {declared_ports(silent)}",
            ),
            fix=Fix(text="narrow the selector, or give the port a name and use that as targetPort"),
            ports=(port,),
            severity="note" if _only_left_undeclared(traced, target) else None,
        )


def _only_left_undeclared(traced: TracedService, target: NumericTarget) -> bool:
    """Whether the others are of the same workloads and merely declare nothing."""
    owners = {traced.owner(pod).title for pod in target.declaring}
    return all(
        traced.owner(pod).title in owners and not declared_with(pod, target.port.spec.protocol) for pod in target.silent
    )
