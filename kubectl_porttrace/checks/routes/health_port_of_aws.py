"""PTI40: a port for health checks that the AWS load balancer controller cannot resolve."""

from collections.abc import Iterator

from kubectl_porttrace.checks.aws_ingresses import annotated, is_of_aws
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import requests_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.referrers.ingress import ALB_HEALTH_PORT, ALB_TARGET_TYPE
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.routes.referrer import TracedRoute

TRAFFIC_PORT = "traffic-port"


@check(
    "PTI40",
    "health-port-of-aws-unresolved",
    severity="error",
    certainty="contract",
    needs=("services",),
    uses=("ingressclasses",),
    kinds=("Ingress",),
)
def health_port_of_aws(traced: TracedRoute) -> Iterator[Found]:
    """The health checks of an Ingress of AWS go to a port that is named twice: by its name, and by a named targetPort.

    Why: with target type `ip` one port number is checked on all pods. `alb.ingress.kubernetes.io/healthcheck-port` may
    name a Service port, whose targetPort then has to be a number: a name could be another number on each pod, so the
    AWS load balancer controller refuses it and leaves the load balancer as it was. Only target types that an
    annotation shows are judged.

    See: `kubectl describe ingress NAME`: the events of the controller.

    Fix: write the number of the port on the pods, or `traffic-port`, in the annotation.
    """
    if not is_of_aws(traced):
        return
    for backend in traced.traffic:
        service = backend.service.service if backend.service is not None else None
        named = _named_port(traced, service) if service is not None else None
        if service is not None and named is not None:
            yield Found(
                message=f"health checks for {requests_of(backend.reference)} go to port {named} of Service "
                f"{service.name}, whose targetPort is a name",
                path=backend.reference.path,
                evidence=(f"{ALB_HEALTH_PORT} is {named}, and {ALB_TARGET_TYPE} is ip",),
                fix=Fix(text=f"write the number of the port on the pods in {ALB_HEALTH_PORT}, or {TRAFFIC_PORT}"),
            )


def _named_port(traced: TracedRoute, service: Service) -> str | None:
    """The port that the annotation names, where targets are pods and its targetPort is a name as well."""
    written, _ = annotated(traced, service, ALB_HEALTH_PORT)
    if annotated(traced, service, ALB_TARGET_TYPE)[0] != "ip" or written.isdecimal() or written == TRAFFIC_PORT:
        return None
    meant = (port for port in service.spec.ports if port.name and port.name == written)
    return next((port.name for port in meant if isinstance(port.target, str)), None)
