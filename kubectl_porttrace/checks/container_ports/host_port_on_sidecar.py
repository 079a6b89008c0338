"""PTH01: a hostPort on a sidecar, for which no port of the node is opened."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.declared_ports import regular_ports, sidecar_ports
from kubectl_porttrace.checks.phrases import by_workload
from kubectl_porttrace.checks.subjects import written_in
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.workloads.workload import TracedWorkload


@check("PTH01", "host-port-on-sidecar", severity="error", certainty="certain", uses=("pods",))
def host_port_on_sidecar(traced: TracedWorkload) -> Iterator[Found]:
    """A sidecar (an init container with `restartPolicy: Always`) declares a hostPort, and nothing opens it on the node.

    Why: the kubelet hands the container runtime the hostPorts of the regular containers only
    (`kuberuntime_sandbox.go:generatePodSandboxConfig`). The scheduler still keeps the number free on the node, so a
    second pod cannot be placed there, and connections to the node at that port reach no container of this pod. A pod
    on the host's network needs no mapping and is not concerned.

    See: `kubectl get pod NAME -o jsonpath='{.spec.initContainers[*].ports}'`; from another machine, a connection to the
    node's address at that port.

    Fix: declare the same containerPort and hostPort on a regular container: all containers of a pod share one address,
    so the mapping reaches the sidecar. Or reach it by a Service.
    """
    for pods in traced.alike_pods:
        if pods[0].spec.host_network:
            continue
        opened = {(each.port.host_port, each.port.protocol) for each in regular_ports(pods[0])}
        for each in sidecar_ports(pods[0]):
            port = each.port
            if not port.host_port or (port.host_port, port.protocol) in opened:
                continue
            object_, path = written_in(traced, pods[0], f"{each.path}.hostPort")
            yield Found(
                message=f"no node opens hostPort {port.host_port}/{port.protocol} of sidecar {each.container.name}",
                path=path,
                evidence=(f"pods: {by_workload(traced, pods)}", "only hostPorts of regular containers are mapped"),
                fix=Fix(
                    text=f"declare containerPort {port.container_port} with hostPort {port.host_port} on a regular "
                    "container instead: all containers of a pod share one address"
                ),
                object=object_,
            )
