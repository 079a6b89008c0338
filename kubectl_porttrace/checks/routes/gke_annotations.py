"""PTI39: an annotation of GKE names a port that the Service does not have, or GKE cannot reach the Service at all."""

from collections.abc import Iterator, Mapping

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import ports_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.gke_annotations import has_neg, named_ports
from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.referrers.ingress import Ingress, ingress_references
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.routes.ingress_classes import GKE_CLASSES
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTI39",
    "gke-annotation-wrong",
    severity="warning",
    certainty="likely",
    uses=("ingresses",),
)
def gke_annotations(traced: TracedService) -> Iterator[Found]:
    """An annotation of GKE names a port that is none, or an Ingress of GKE leads to a Service that it cannot reach.

    Why: `exposed_ports` in `cloud.google.com/neg` has numbers of the Service's ports, and `ports` in
    `cloud.google.com/backend-config` numbers or names of these, `cloud.google.com/app-protocols` names; what is none of
    them has no effect. GKE's load balancer sends to the pods where the Service has the annotation
    `cloud.google.com/neg`, which clusters with VPC-native networks add by themselves, and else to node ports, which a
    Service of type ClusterIP has not.

    See: `kubectl get service NAME -o yaml`: annotations, and ports.

    Fix: write a port that the Service has; or add the annotation `cloud.google.com/neg: '{"ingress": true}'`.
    """
    service = traced.service
    for named in named_ports(service):
        there = {str(port.port) for port in service.spec.ports if named.by_number}
        there |= {port.name for port in service.spec.ports if named.by_name and (port.name or not named.by_number)}
        if named.written not in there:
            yield Found(
                message=f'annotation {named.annotation} names port "{named.written}", which the Service does not have: '
                f"it has {ports_of(service)}",
                path=f"metadata.annotations[{named.annotation}]",
                fix=Fix(text="name a port that the Service has in the annotation"),
            )
    if service.spec.type == "ClusterIP" and not has_neg(service):
        for name in _served_by_gke(traced):
            yield Found(
                message=f"Ingress {name} of GKE leads here, and type ClusterIP has no node port for its load balancer",
                path="spec.type",
                fix=Fix(
                    text='add annotation cloud.google.com/neg with {"ingress": true}, or make it a NodePort Service'
                ),
            )
            return


def _served_by_gke(traced: TracedService) -> tuple[str, ...]:
    """The Ingresses that name the Service and have the annotation that GKE's controller reads."""
    return traced.snapshot.once(_of_gke).get(traced.service.key, ())


def _of_gke(snapshot: Snapshot) -> Mapping[tuple[str, str], tuple[str, ...]]:
    of_gke = (each for each in snapshot.all_of(Ingress) if each.class_by_annotation in GKE_CLASSES)
    return grouped((reference.service_key, each.name) for each in of_gke for reference in ingress_references(each))
