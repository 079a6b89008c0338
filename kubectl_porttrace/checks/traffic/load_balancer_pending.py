"""PTK05: a load balancer without an address."""

from collections.abc import Iterator

from kubectl_porttrace.checks.balancer import is_given_up, last_said, waiting_evidence
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_service
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.service import TracedService

TAKEN = "it carries the finalizer of a cloud's service controller, which has begun to make a load balancer"
NOT_TAKEN = "it carries no finalizer of a cloud's service controller: none has taken it on"
OTHERS = "it carries {finalizers}, of a controller that may be at work on it"


@check("PTK05", "load-balancer-pending", severity="error", certainty="certain", uses=("events",), scope="cluster")
def load_balancer_pending(traced: TracedService) -> Iterator[Found]:
    """The Service is of type LoadBalancer, and no address has been published for it in more than ten minutes.

    Why: nothing in Kubernetes itself makes load balancers. A cloud's controller, or one such as MetalLB, watches for
    such Services, makes one, and writes its address into `status.loadBalancer`. A cloud's controller first puts the
    finalizer service.kubernetes.io/load-balancer-cleanup on the Service. Where that is missing, no cloud has taken the
    Service on: on a cluster at home often because none is installed. The cluster IP and the node ports work all the
    same.

    See: `kubectl describe service NAME`: the events say what a controller tried and why it failed.

    Fix: mend what the newest event names, such as a quota, a subnet or a right in the cloud. Where no controller has
    taken it on, install one, or use type NodePort.
    """
    service = traced.service
    if service.spec.load_balancer_class is not None or not is_given_up(traced):
        return
    yield Found(
        message="no load balancer has published an address for this Service, so nothing outside can use one",
        path="status.loadBalancer",
        evidence=(*waiting_evidence(traced), _who_has_it(service)),
        fix=Fix(text=_advice(traced), command=describe_service(service)),
        ports=traced.ports,
        ways=("LoadBalancer",),
        despite_backends=True,
    )


def _who_has_it(service: Service) -> str:
    """Whether somebody has begun; other controllers than those of clouds have finalizers of their own, or none."""
    if service.taken_by_cloud:
        return TAKEN
    finalizers = service.metadata.finalizers
    return OTHERS.format(finalizers=f"finalizer {some(finalizers)}") if finalizers else NOT_TAKEN


def _advice(traced: TracedService) -> str:
    if last_said(traced) is not None:
        return "mend in the cloud or the address pool what the newest event names. All events of the Service:"
    if traced.service.metadata.finalizers:
        return "look in the log of the load balancer's controller for this Service. All its events:"
    return "install a load balancer controller, or use type NodePort. If one is installed, the events may tell why:"
