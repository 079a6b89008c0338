"""PTR11: a numeric targetPort that no container declares."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload, declared_ports
from kubectl_porttrace.checks.port_numbers import numeric_targets
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check("PTR11", "target-port-number-undeclared", severity="note", certainty="likely", needs=("pods",))
def target_port_number_undeclared(traced: TracedService) -> Iterator[Found]:
    """The targetPort is a number that no container of any pod declares.

    Why: this is no fault by itself. A number is used as it is, and a declared container port opens nothing: a program
    may listen on ports its container does not declare, and one healthy Service in five does. But if connections are
    refused by the pods, a wrong number here is a likely reason.

    See: `kubectl get pods -o jsonpath='{.items[*].spec.containers[*].ports}'`. Whether something listens there is not
    in the API: `kubectl exec POD -- ss -ltn`, or `kubectl port-forward pod/POD 9000:NUMBER`.

    Fix: declare the port on the container that opens it, or correct targetPort.
    """
    for target in numeric_targets(traced):
        if target.where != "nowhere":
            continue
        port = target.port
        yield Found(
            message=f"no container declares {target.number}/{port.spec.protocol}, the targetPort of port {port.title}; "
            "it works if a program listens there",
            path=f"{port.path}.targetPort",
            evidence=(f"selected: {by_workload(traced, target.pods)}", f"they declare: {declared_ports(target.pods)}"),
            fix=Fix(text=f"declare port {target.number} on the container that opens it, or correct targetPort"),
            ports=(port,),
        )
