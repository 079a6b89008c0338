"""PTK15: backends only on nodes that load balancers leave out."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.node import EXCLUDED_FROM_BALANCERS
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTK15",
    "backends-on-excluded-nodes",
    severity="warning",
    certainty="likely",
    needs=("endpointslices", "nodes"),
    scope="cluster",
)
def backends_on_excluded_nodes(traced: TracedService) -> Iterator[Found]:
    """Under externalTrafficPolicy Local all backends are on nodes that load balancers leave out.

    Why: a node with the label node.kubernetes.io/exclude-from-external-load-balancers is no target of load balancers
    whose controller is built on `k8s.io/cloud-provider/controllers/service` (`nodeIncludedPredicate`); kubeadm puts it
    on control plane nodes. Under policy Local the other nodes have no backend of their own, and drop what they get.
    Other controllers may not know the label.

    See: `kubectl get nodes -l node.kubernetes.io/exclude-from-external-load-balancers`.

    Fix: run the pods on other nodes, remove the label, or set externalTrafficPolicy to Cluster.
    """
    service = traced.service
    if traced.slices is None or service.spec.type != "LoadBalancer" or service.spec.external_traffic_policy != "Local":
        return
    ports = tuple(port for port in traced.ports if _is_left_out(traced, port))
    if ports:
        names = sorted({backend.node for port in ports for backend in port.usable if backend.node})
        yield Found(
            message=f"the backends of {some([port.title for port in ports])} are all on nodes that load balancers "
            f"leave out ({some(names)}), and policy Local keeps the others from reaching them",
            path="spec.externalTrafficPolicy",
            evidence=(f"each of these nodes has the label {EXCLUDED_FROM_BALANCERS}",),
            fix=Fix(text="run the pods on other nodes, remove the label, or set externalTrafficPolicy: Cluster"),
            ports=ports,
            ways=("LoadBalancer",),
        )


def _is_left_out(traced: TracedService, port: TracedPort) -> bool:
    nodes = [traced.snapshot.node(backend.node or "") for backend in port.backends if backend.may_take_traffic]
    excluded = [node is not None and EXCLUDED_FROM_BALANCERS in node.metadata.labels for node in nodes]
    return bool(port.usable) and all(excluded)
