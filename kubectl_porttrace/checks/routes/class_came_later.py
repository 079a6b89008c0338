"""PTI35: an Ingress has no class, because the default class came later."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.ingress_classes import ingress_of, is_served
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.ingress_classes import default_classes
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI35",
    "ingress-without-default-class",
    severity="warning",
    certainty="certain",
    needs=("ingressclasses",),
    scope="cluster",
    kinds=("Ingress",),
)
def class_came_later(traced: TracedRoute) -> Iterator[Found]:
    """The Ingress has no class, and the default class was made after it.

    Why: the API server writes the default class into an Ingress when that is created, and never later: one that was
    there before the class stays without, and the controller of the class leaves it alone.

    See: `kubectl get ingress NAME -o jsonpath='{.spec.ingressClassName}'`.

    Fix: write the class into `spec.ingressClassName`.
    """
    ingress, classes = ingress_of(traced), default_classes(traced.snapshot)
    named = ingress.class_by_annotation or ingress.spec.ingress_class_name
    if named or not classes or is_served(traced):
        return
    made, since = ingress.metadata.creation_timestamp, classes[0].metadata.creation_timestamp
    if made is not None and since is not None and made < since:
        name = classes[0].name
        yield Found(
            message=f"the Ingress has no class: it is older than IngressClass {name}, which is the default",
            path="spec.ingressClassName",
            evidence=("the default class is written into an Ingress only when that is created",),
            fix=Fix(text=f'write ingressClassName: "{name}", if its controller is to serve it'),
        )
