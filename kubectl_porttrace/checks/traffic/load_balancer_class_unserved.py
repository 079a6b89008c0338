"""PTK06: a load balancer of a class, without an address."""

from collections.abc import Iterator

from kubectl_porttrace.checks.balancer import is_given_up, last_said, waiting_evidence
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_service
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTK06", "load-balancer-class-unserved", severity="error", certainty="certain", uses=("events",), scope="cluster"
)
def load_balancer_class_unserved(traced: TracedService) -> Iterator[Found]:
    """The Service names a loadBalancerClass, and no address has been published for it in more than ten minutes.

    Why: with a class set, only the controller of that class makes the load balancer; the cloud's default one leaves
    the Service alone (`k8s.io/cloud-provider/controllers/service/controller.go:wantsLoadBalancer`). A class is a word
    that a controller knows, not an object, so a misspelt one is not refused. It cannot be changed while the Service
    is of type LoadBalancer.

    See: `kubectl describe service NAME`, and the flags or values of the controllers that are installed.

    Fix: install the controller of the class. To use another class, or the default controller, create the Service again.
    """
    service = traced.service
    name = service.spec.load_balancer_class
    if name is None or not is_given_up(traced):
        return
    words = "mend in the cloud or the address pool what the newest event names. All events of the Service:"
    yield Found(
        message=f"no controller of loadBalancerClass {name} has published an address for this Service",
        path="spec.loadBalancerClass",
        evidence=(*waiting_evidence(traced), "with a class set, the default controller leaves the Service alone"),
        fix=Fix(
            text=words
            if last_said(traced)
            else f"install the controller of class {name}, or create the Service again "
            "with a class that is installed. The events tell whether one has tried:",
            command=describe_service(service),
        ),
        ports=traced.ports,
        ways=("LoadBalancer",),
        despite_backends=True,
    )
