"""PTH02: two containers of a pod declare one number and protocol."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.declared_ports import WrittenPort, regular_ports, sidecar_ports
from kubectl_porttrace.checks.phrases import by_workload
from kubectl_porttrace.checks.subjects import written_in
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.workloads.workload import TracedWorkload


@check("PTH02", "port-number-in-two-containers", severity="warning", certainty="likely", uses=("pods",))
def port_number_in_two_containers(traced: TracedWorkload) -> Iterator[Found]:
    """Two containers that run side by side in one pod declare the same port number and protocol.

    Why: the containers of a pod share one network, so that only one of them can listen on a number. If both mean to,
    the second one fails with "address already in use" and is started again and again. A declaration opens nothing
    itself, so one of the two may be a leftover; where all pods are ready it is only a note.

    See: `kubectl get pod NAME -o jsonpath='{.spec.containers[*].ports}'`, and `kubectl logs NAME -c CONTAINER`.

    Fix: find out which of the two programs listens there. If both do, let one listen on another number and declare
    that; if one does not, remove its declaration.
    """
    for pods in traced.alike_pods:
        for first, second in _twice(pods[0]):
            object_, path = written_in(traced, pods[0], f"{second.path}.containerPort")
            number = f"{second.port.container_port}/{second.port.protocol}"
            one, other = first.container.name, second.container.name
            all_ready = all(pod.ready and not pod.is_template for pod in pods)
            yield Found(
                message=f"containers {one} and {other} both declare {number}, and only one of them can listen on it",
                path=path,
                evidence=(
                    f"pods: {by_workload(traced, pods)}",
                    *(("all of them are ready, so it is likely that only one listens",) if all_ready else ()),
                ),
                fix=Fix(
                    text=f"find out which of them listens on {number}: if both do, give one another number; "
                    "if one does not, remove its declaration"
                ),
                object=object_,
                severity="note" if all_ready else None,
            )


def _twice(pod: Pod) -> Iterator[tuple[WrittenPort, WrittenPort]]:
    """Each declaration of a number that another container has declared before, beside that one."""
    first: dict[tuple[int, str], WrittenPort] = {}
    for each in (*regular_ports(pod), *sidecar_ports(pod)):
        earlier = first.setdefault((each.port.container_port, each.port.protocol), each)
        if earlier.container.name != each.container.name:
            yield earlier, each
