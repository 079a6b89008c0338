"""PTI06: nobody may serve an Ingress, since its class does not exist, or it has none."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.ingress_classes import ingress_of, is_served
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.referrers.ingress import IngressClass
from kubectl_porttrace.spellings import nearest
from kubectl_porttrace.trace.routes.ingress_classes import class_of, default_classes
from kubectl_porttrace.trace.routes.referrer import TracedRoute
from kubectl_porttrace.wording import some


@check(
    "PTI06",
    "ingress-class-not-found",
    severity="warning",
    certainty="likely",
    needs=("ingressclasses",),
    scope="cluster",
    kinds=("Ingress",),
)
def class_missing(traced: TracedRoute) -> Iterator[Found]:
    """The Ingress names an IngressClass that does not exist, or none while there is no default class.

    Why: a controller serves the Ingresses of its own classes. One whose class does not exist is mostly left alone, and
    so is one without a class, though some controllers take these too. Whoever serves an Ingress writes an address into
    its status: nothing is said here of one that has an address, or is younger than ten minutes.

    See: `kubectl get ingressclasses`.

    Fix: write the name of a class that exists into `spec.ingressClassName`.
    """
    ingress = ingress_of(traced)
    classes = [each.name for each in traced.snapshot.all_of(IngressClass)]
    if is_served(traced) or ingress.class_by_annotation or class_of(traced.snapshot, ingress) is not None:
        return
    name = ingress.spec.ingress_class_name
    there = (f"there is IngressClass {some(classes)}",) if classes else ("there is no IngressClass at all",)
    if name:
        near = nearest(name, classes)
        yield Found(
            message=f"IngressClass {name} does not exist, so that no controller may serve the Ingress",
            path="spec.ingressClassName",
            evidence=there,
            fix=Fix(text=f'name IngressClass "{near}", if that is meant' if near else "name a class that exists"),
        )
    elif not default_classes(traced.snapshot):
        yield Found(
            message="the Ingress names no class and none is the default, so that no controller may serve it",
            path="spec.ingressClassName",
            evidence=there,
            fix=Fix(text="name the class whose controller is to serve it"),
        )
