"""PTI49: an Ingress names GKE's class where only the annotation is read."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.ingress_classes import ingress_of, is_served
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.ingress_classes import GKE_CLASSES, class_of
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI49",
    "gce-class-by-name",
    severity="warning",
    certainty="contract",
    needs=("ingressclasses",),
    scope="cluster",
    kinds=("Ingress",),
    causes=("PTI06",),
)
def gce_class_by_name(traced: TracedRoute) -> Iterator[Found]:
    """The Ingress says `ingressClassName: gce`, and has not the annotation that GKE's controller reads.

    Why: GKE's controller looks at the annotation `kubernetes.io/ingress.class` alone: `gce`, `gce-internal`, or none
    while there is no `ingressClassName` either. With the class in the field the Ingress is nobody's, unless there is an
    IngressClass of that name. Whoever serves an Ingress writes an address into its status: one with an address is not
    told of here, nor one that is younger than ten minutes.

    See: `kubectl get ingress NAME -o yaml`.

    Fix: write the annotation in place of the field.
    """
    ingress = ingress_of(traced)
    name = ingress.spec.ingress_class_name
    if name not in GKE_CLASSES or ingress.class_by_annotation or is_served(traced):
        return
    if class_of(traced.snapshot, ingress) is None:
        yield Found(
            message=f"the class {name} is in ingressClassName, where the controller of GKE does not look",
            path="spec.ingressClassName",
            fix=Fix(text=f"write annotation kubernetes.io/ingress.class: {name}, and leave ingressClassName out"),
        )
