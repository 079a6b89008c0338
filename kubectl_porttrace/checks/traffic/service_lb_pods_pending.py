"""PTK21: K3s has no node with a free port for its load balancer."""

from collections.abc import Iterator

from kubectl_porttrace.checks.balancer import is_given_up
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_pod
from kubectl_porttrace.checks.phrases import count, some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import SERVICE_LB_NAMESPACE, service_lb_labels
from kubectl_porttrace.model.unread import SERVICE_LB_PODS
from kubectl_porttrace.trace.service import TracedService

NO_FREE_PORT = "didn't have free ports"
"""What the scheduler says of a node whose port another pod has (`pkg/scheduler/framework/plugins/nodeports`)."""


@check(
    "PTK21",
    "service-lb-port-taken",
    severity="error",
    certainty="certain",
    needs=(SERVICE_LB_PODS,),
    scope="cluster",
    causes=("PTK05",),
)
def service_lb_port_taken(traced: TracedService) -> Iterator[Found]:
    """K3s or RKE2 cannot place the pods of its load balancer, because another pod has the port on every node.

    Why: ServiceLB answers on the nodes themselves. For each Service of type LoadBalancer it makes a DaemonSet
    `svclb-NAME` in kube-system whose pods take the Service's ports as ports of the node, by hostPort. A port of a node
    has one pod at a time. A second Service with the same port, or any pod with that hostPort, keeps them Pending, and
    the Service gets no address. Traefik, which K3s brings along, has 80 and 443.

    See: `kubectl get pods -n kube-system -l svccontroller.k3s.cattle.io/svcname=NAME`, then describe a Pending one.

    Fix: give the Service another port, or publish it through the Ingress controller that has the port already.
    """
    if not is_given_up(traced):
        return
    pods = traced.snapshot.pods_matching(SERVICE_LB_NAMESPACE, service_lb_labels(traced.service))
    waiting = [pod for pod in pods if _said(pod)]
    if not waiting or len(waiting) < len([pod for pod in pods if not pod.terminating]):
        return
    numbers = some([f"{port.spec.port}/{port.spec.protocol}" for port in traced.ports])
    yield Found(
        message=f"ServiceLB finds no node with port {numbers} free: {count(len(waiting), 'pod')} of its own cannot be "
        "placed",
        path="spec.ports",
        evidence=tuple(f"{pod.name}: {_said(pod)}" for pod in waiting[:2]),
        fix=Fix(
            text="give the Service another port, or reach it through what has the port, such as the Ingress "
            "controller. What the scheduler says:",
            command=describe_pod(waiting[0]),
        ),
        ports=traced.ports,
        ways=("LoadBalancer",),
        despite_backends=True,
    )


def _said(pod: Pod) -> str:
    """Why the scheduler places a pod on no node, where ports are the reason; else empty."""
    condition = pod.condition("PodScheduled")
    refused = condition is not None and condition.status == "False" and not pod.spec.node_name
    return condition.message if refused and condition and NO_FREE_PORT in condition.message else ""
