"""Ingresses that the AWS load balancer controller serves, as far as annotations say how."""

from typing import Final

from kubectl_porttrace.checks.ingress_classes import ingress_of
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.routes.referrer import TracedRoute

_CONTROLLERS: Final = frozenset({"ingress.k8s.aws/alb", "eks.amazonaws.com/alb"})


def is_of_aws(traced: TracedRoute) -> bool:
    """Whether the controller serves an Ingress, by its class or the annotation."""
    if traced.consumer is None:
        return ingress_of(traced).class_by_annotation == "alb"
    return traced.consumer in _CONTROLLERS


def annotated(traced: TracedRoute, service: Service, key: str) -> tuple[str, str]:
    """The value of an annotation and the kind of object that has it: that on the Service wins; empty without one.

    Source: `aws-load-balancer-controller/pkg/ingress/model_build_target_group.go`, which merges them in that order.
    """
    for object_, kind in ((service, "Service"), (ingress_of(traced), "Ingress")):
        if key in object_.metadata.annotations:
            return object_.metadata.annotations[key], kind
    return "", ""
