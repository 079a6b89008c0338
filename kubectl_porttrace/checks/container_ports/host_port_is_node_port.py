"""PTH06: a port of the node that a pod wants is the node port of a Service."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.declared_ports import WrittenPort, on_node
from kubectl_porttrace.checks.phrases import by_workload
from kubectl_porttrace.checks.subjects import written_in
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.unread import SERVICES_ELSEWHERE
from kubectl_porttrace.trace.workloads.workload import TracedWorkload


@check("PTH06", "host-port-is-node-port", severity="warning", certainty="likely", uses=("pods", SERVICES_ELSEWHERE))
def host_port_is_node_port(traced: TracedWorkload) -> Iterator[Found]:
    """A pod's hostPort has the number and protocol of a Service's node port.

    Why: every node opens a node port, also those on which the pod runs, and the API server does not look whether a
    hostPort has the number (kubernetes#76892). On these nodes two rules match the same packets; which of them wins
    depends on the network plugin and on which was written first. On the host's network the program itself may get none
    of them. Only Services that were read are compared. For a Service that reaches the pods, that is PTK19.

    See: `kubectl get services -A | grep NUMBER`, and `hostPort` in `kubectl get pod NAME -o yaml`.

    Fix: change one of the two numbers. A hostPort outside the range of node ports, by default 30000-32767, cannot
    clash.
    """
    told = {service.service.key for service in traced.services}
    node_ports = {
        (port.node_port, port.protocol): (service, place)
        for service in traced.snapshot.services
        if service.key not in told
        for place, port in enumerate(service.spec.ports)
        if port.node_port
    }
    for pods in traced.alike_pods:
        for each, number in on_node(pods[0]):
            clash = node_ports.get((number, each.port.protocol))
            if clash is not None:
                yield _found(traced, pods, each, clash[0])


def _found(traced: TracedWorkload, pods: tuple[Pod, ...], written: WrittenPort, service: Service) -> Found:
    field = "hostPort" if written.port.host_port else "containerPort"
    object_, path = written_in(traced, pods[0], f"{written.path}.{field}")
    number = f"{written.port.host_port or written.port.container_port}/{written.port.protocol}"
    return Found(
        message=f"container {written.container.name} wants port {number} of its node, which is the node port of "
        f"service {service.namespace}/{service.name}",
        path=path,
        evidence=(f"pods: {by_workload(traced, pods)}", "on the nodes where they run, two rules want its packets"),
        fix=Fix(text="change one of the two numbers: one outside the range of node ports cannot clash"),
        object=object_,
    )
