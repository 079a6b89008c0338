"""PTI07: an Ingress sends requests to a Service that not every controller follows."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import requests_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI07",
    "ingress-to-unusual-service",
    severity="warning",
    certainty="likely",
    needs=("services",),
    kinds=("Ingress",),
)
def unusual_service(traced: TracedRoute) -> Iterator[Found]:
    """A backend of the Ingress is a Service of type ExternalName, or a headless one.

    Why: for an ExternalName the controller has to ask DNS and send requests to whatever host the name leads to. Some
    controllers do so, others only where that is switched on. Headless Services work with controllers that send to the
    pods themselves, which is most of them: that is a note.

    See: `kubectl get service NAME`: TYPE and CLUSTER-IP.

    Fix: use a Service with a cluster IP, if requests do not arrive.
    """
    for backend in traced.traffic:
        service = backend.service.service if backend.service is not None else None
        if service is not None and (service.external or service.headless):
            kind = "of type ExternalName" if service.external else "without a cluster IP"
            yield Found(
                message=f"{requests_of(backend.reference)} goes to Service {service.name} {kind}, which not every "
                "controller follows",
                path=backend.reference.path,
                fix=Fix(
                    text="see in the documentation of the controller whether it follows such a Service; one with a "
                    "cluster IP always works"
                ),
                severity=None if service.external else "note",
            )
