"""PTK19: a node port that something else on the nodes has."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import msgspec

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.declared_ports import on_node
from kubectl_porttrace.checks.phrases import by_workload
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.unread import PODS_ELSEWHERE
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService

OF_KUBERNETES: Mapping[int, str] = MappingProxyType({10250: "the kubelet", 6443: "the API server"})
"""What listens on nodes over TCP, by the numbers they have unless told others."""


class Opened(msgspec.Struct, frozen=True):
    """A number that every node opens for a Service."""

    number: int
    protocol: str
    path: str
    ports: tuple[TracedPort, ...]


@check("PTK19", "node-port-taken", severity="warning", certainty="likely", uses=("pods", PODS_ELSEWHERE))
def node_port_taken(traced: TracedService) -> Iterator[Found]:
    """A node port has the number of a pod's hostPort, or one that Kubernetes itself uses on nodes.

    Why: every node opens a node port, and the API server does not look whether a hostPort has the number
    (kubernetes#76892), nor whether the kubelet or the API server listens on it where the range of node ports was
    widened. On these nodes both claim the same packets. kube-proxy's rules come before programs of the node, so
    these are no longer reached from outside; between its rules and those of a hostPort the network plugin decides. The
    health check's node port is one more such number. Only pods that were read are compared.

    See: `hostPort` in `kubectl get pods -A -o yaml`; `ss -tlnp` on a node.

    Fix: give the Service another node port, or the pod another hostPort.
    """
    for opened in _opened(traced):
        owner = OF_KUBERNETES.get(opened.number) if opened.protocol == "TCP" else None
        pods = [
            pod
            for pod in traced.snapshot.addresses.pods_with_host_port(opened.number, opened.protocol)
            if _has(pod, opened)
        ]
        if owner is None and not pods:
            continue
        taker = owner or f"{by_workload(traced, pods)} in {pods[0].namespace}, by hostPort"
        yield Found(
            message=f"node port {opened.number}/{opened.protocol} is also the port of {taker} on its node",
            path=opened.path,
            evidence=("two want the same packets there, and the API server does not look for that",),
            fix=Fix(text="change one of the two numbers: a Service that names no node port gets a free one"),
            ports=opened.ports,
            ways=("NodePort",),
        )


def _opened(traced: TracedService) -> Iterator[Opened]:
    """The numbers that nodes open for the Service."""
    if traced.service.hidden_from_kube_proxy or not traced.service.externally_accessible:
        return
    for port in traced.ports:
        if port.spec.node_port:
            yield Opened(port.spec.node_port, port.spec.protocol, f"{port.path}.nodePort", (port,))
    if traced.service.spec.health_check_node_port:
        yield Opened(traced.service.spec.health_check_node_port, "TCP", "spec.healthCheckNodePort", ())


def _has(pod: Pod, opened: Opened) -> bool:
    """Whether the port of the node really is opened for the pod; a sidecar's hostPort is not."""
    return any(number == opened.number and each.port.protocol == opened.protocol for each, number in on_node(pod))
