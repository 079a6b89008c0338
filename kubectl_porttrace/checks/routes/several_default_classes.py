"""PTI36: several IngressClasses are the default."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.ingress_classes import ingress_of
from kubectl_porttrace.findings import Fix, ObjectReference
from kubectl_porttrace.model.referrers.ingress import DEFAULT_CLASS
from kubectl_porttrace.trace.routes.ingress_classes import default_classes
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI36",
    "several-default-ingress-classes",
    severity="note",
    certainty="certain",
    needs=("ingressclasses",),
    scope="cluster",
    kinds=("Ingress",),
)
def several_default_classes(traced: TracedRoute) -> Iterator[Found]:
    """The Ingress has no class, and more than one class is the default.

    Why: an Ingress that is created without a class gets the default class; of several the newest, and of these the
    first by name. Nothing warns of it.

    See: `kubectl get ingressclasses -o yaml`: the annotation ingressclass.kubernetes.io/is-default-class.

    Fix: leave the annotation on one class.
    """
    ingress, classes = ingress_of(traced), default_classes(traced.snapshot)
    if ingress.class_by_annotation or ingress.spec.ingress_class_name or len(classes) < 2:  # noqa: PLR2004 - several
        return
    first, *others = (each.name for each in classes)
    yield Found(
        message=f"{len(classes)} classes are the default: an Ingress that is created without a class gets {first}",
        path=f"metadata.annotations[{DEFAULT_CLASS}]",
        evidence=(f"the others: {', '.join(others)}",),
        fix=Fix(text=f"leave the annotation of the default on one of them, as {first}"),
        object=ObjectReference(kind="IngressClass", namespace=None, name=others[0]),
    )
