"""PTR13: a numeric targetPort that is declared with another protocol."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload, declared_ports
from kubectl_porttrace.checks.port_numbers import numeric_targets
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTR13",
    "target-port-number-has-other-protocol",
    severity="warning",
    certainty="likely",
    needs=("pods",),
    causes=("PTR11",),
)
def target_port_number_has_other_protocol(traced: TracedService) -> Iterator[Found]:
    """The pods declare the number of targetPort, but only with another protocol than the Service port has.

    Why: 53/TCP and 53/UDP are two ports. A Service port without `protocol` is TCP, and so is a container port; when
    `protocol: UDP` was written on one side only, traffic goes to a port on which probably nothing listens.

    See: `kubectl get pods -o jsonpath='{.items[*].spec.containers[*].ports}'` beside
    `kubectl get service NAME -o jsonpath='{.spec.ports}'`: compare `protocol`.

    Fix: set the same `protocol` on both sides. If the program serves both, declare both and list both in the Service.
    """
    if traced.service.headless:
        return
    for target in numeric_targets(traced):
        if target.where != "other protocol":
            continue
        protocol, others = target.port.spec.protocol, " and ".join(sorted(target.protocols))
        yield Found(
            message=f"port {target.port.title} goes to {target.number}/{protocol}; "
            f"the pods declare {target.number} as {others} only",
            path=f"{target.port.path}.protocol",
            evidence=(f"selected: {by_workload(traced, target.pods)}", f"they declare: {declared_ports(target.pods)}"),
            fix=Fix(text=f"set the same protocol on both sides: {others}, or {protocol}"),
            ports=(target.port,),
        )
