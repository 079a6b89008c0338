"""PTR14: a numeric targetPort that only an init container declares."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload, declared_ports
from kubectl_porttrace.checks.port_numbers import numeric_targets
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTR14",
    "target-port-number-on-init-container",
    severity="warning",
    certainty="likely",
    needs=("pods",),
    causes=("PTR11",),
)
def target_port_number_on_init_container(traced: TracedService) -> Iterator[Found]:
    """The only container that declares the number of targetPort is an init container.

    Why: an init container has ended before the pod serves, so what it listened on is closed by then. Unless another
    container opens the same port without declaring it, the pods refuse the traffic.

    See: `kubectl get pods -o jsonpath='{.items[*].spec.initContainers[*].ports}'`.

    Fix: point targetPort at a port of a container that keeps running. If the init container is meant to keep running
    beside the others, give it `restartPolicy: Always`.
    """
    if traced.service.headless:
        return
    for target in numeric_targets(traced):
        if target.where != "init container":
            continue
        protocol = target.port.spec.protocol
        yield Found(
            message=f"port {target.port.title} goes to {target.number}/{protocol}, "
            "which only an init container declares; that container ends before the pod serves",
            path=f"{target.port.path}.targetPort",
            evidence=(
                f"selected: {by_workload(traced, target.pods)}",
                f"the containers that keep running declare: {declared_ports(target.pods)}",
            ),
            fix=Fix(text="point targetPort at a port of a container that keeps running"),
            ports=(target.port,),
        )
