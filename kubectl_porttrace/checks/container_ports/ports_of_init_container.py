"""PTH04: ports on an init container that has ended when the pod serves."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.declared_ports import init_ports
from kubectl_porttrace.checks.phrases import by_workload, some
from kubectl_porttrace.checks.subjects import written_in
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.workloads.workload import TracedWorkload


@check("PTH04", "ports-of-init-container", severity="note", certainty="certain", uses=("pods",))
def ports_of_init_container(traced: TracedWorkload) -> Iterator[Found]:
    """An init container declares ports, and nothing ever uses them.

    Why: an init container ends before the pod serves. The endpoints controllers do not look up names in it, the
    kubelet maps no hostPort of it, and it has no probes. Only an init container with `restartPolicy: Always`, a
    sidecar, keeps running.

    See: `kubectl get pod NAME -o jsonpath='{.spec.initContainers[*].ports}'`.

    Fix: remove the ports from the init container. If it is meant to keep running, give it `restartPolicy: Always`.
    """
    for pods in traced.alike_pods:
        declared = [each for each in init_ports(pods[0]) if each.port]
        for container in dict.fromkeys(each.container for each in declared):
            mine = [each for each in declared if each.container == container]
            object_, path = written_in(traced, pods[0], mine[0].path.rpartition("[")[0])
            yield Found(
                message=f"init container {container.name} declares ports that nothing uses: "
                + some([each.port.title for each in mine]),
                path=path,
                evidence=(f"pods: {by_workload(traced, pods)}",),
                fix=Fix(text=f"remove the ports of init container {container.name}"),
                object=object_,
            )
