"""Which controller serves an Ingress, as its class says."""

from datetime import datetime, timezone
from typing import Final

from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.referrers.ingress import Ingress, IngressClass
from kubectl_porttrace.model.snapshot import Snapshot

OF_GKE: Final = "ingress-gce"
"""What serves an Ingress of GKE, which has no IngressClass: an annotation alone chooses it
(`kubernetes/ingress-gce/pkg/utils/utils.go:IsGCEIngress`)."""

GKE_CLASSES: Final = frozenset({"gce", "gce-internal"})

_NEVER = datetime.min.replace(tzinfo=timezone.utc)


def class_of(snapshot: Snapshot, ingress: Ingress) -> IngressClass | None:
    """The IngressClass that an Ingress names; None where it names none, or none that is known.

    Controllers that know the annotation look at it first.
    """
    name = ingress.class_by_annotation or ingress.spec.ingress_class_name
    return next((each for each in snapshot.all_of(IngressClass) if each.name == name), None)


def controller_of(snapshot: Snapshot, object_: KubernetesObject) -> str | None:
    """The controller that serves an Ingress, as its class calls it; None where that is not known."""
    if not isinstance(object_, Ingress):
        return None
    found = class_of(snapshot, object_)
    if found is None and object_.class_by_annotation in GKE_CLASSES:
        return OF_GKE
    return (found.spec.controller or None) if found else None


def default_classes(snapshot: Snapshot) -> tuple[IngressClass, ...]:
    """The classes that an Ingress without one gets when it is created: the first of these, which is the newest.

    Source: `plugin/pkg/admission/network/defaultingressclass/admission.go:getDefaultClass`.
    """
    default = sorted((each for each in snapshot.all_of(IngressClass) if each.is_default), key=lambda each: each.name)
    return tuple(sorted(default, key=_created, reverse=True))


def _created(each: IngressClass) -> datetime:
    return each.metadata.creation_timestamp or _NEVER
