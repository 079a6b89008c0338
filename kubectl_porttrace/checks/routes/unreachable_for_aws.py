"""PTI38: a backend that the AWS load balancer controller refuses."""

from collections.abc import Iterator

from kubectl_porttrace.checks.aws_ingresses import annotated, is_of_aws
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.ingress_classes import ingress_of
from kubectl_porttrace.checks.references import requests_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.referrers.aws_actions import ALB_ACTION, ALB_ACTIONS
from kubectl_porttrace.model.referrers.ingress import ALB_TARGET_TYPE, ingress_backends
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI38",
    "backend-refused-by-aws",
    severity="error",
    certainty="contract",
    uses=("services", "ingressclasses"),
    kinds=("Ingress",),
)
def unreachable_for_aws(traced: TracedRoute) -> Iterator[Found]:
    """A backend of an Ingress of AWS has no node port to be reached by, or stands for an action that is not written.

    Why: with target type `instance` the AWS load balancer controller sends to node ports, and it refuses a Service of
    type ClusterIP, which has none. A port with the name `use-annotation` stands for an action, which is in the
    annotation `alb.ingress.kubernetes.io/actions.NAME`, with the name of the backend; without that annotation there is
    no action. The target type may also be set where no annotation shows it: then nothing is said of it here.

    See: `kubectl describe ingress NAME`: the events of the controller, and the annotations.

    Fix: annotate `alb.ingress.kubernetes.io/target-type: ip`, or make the Service a NodePort; write the annotation of
    the action.
    """
    if not is_of_aws(traced):
        return
    yield from _without_action(traced)
    for backend in traced.traffic:
        service = backend.service.service if backend.service is not None else None
        if service is None or service.spec.type != "ClusterIP":
            continue
        target_type, where = annotated(traced, service, ALB_TARGET_TYPE)
        if target_type == "instance":
            yield Found(
                message=f"{requests_of(backend.reference)} is to be sent to a node port of Service {service.name}, "
                "which is of type ClusterIP and has none",
                path=backend.reference.path,
                evidence=(f"the {where} has {ALB_TARGET_TYPE}: instance",),
                fix=Fix(text=f"write ip instead of instance in the annotation of the {where}, or make it a NodePort"),
            )


def _without_action(traced: TracedRoute) -> Iterator[Found]:
    ingress = ingress_of(traced)
    for path, backend, _ in ingress_backends(ingress):
        action = backend.service
        if action is None or action.port.name != ALB_ACTION:
            continue
        key = f"{ALB_ACTIONS}{action.name}"
        if key not in ingress.metadata.annotations:
            yield Found(
                message=f"a backend stands for the action {action.name}, and the Ingress has no annotation {key}",
                path=path,
                fix=Fix(text=f"write the action in the annotation {key}, or name a Service and its port"),
            )
