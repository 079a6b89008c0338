"""The pods that send the requests of Gateways and Ingresses, where policies may keep them from a Service."""

from collections.abc import Iterator

from kubectl_porttrace.model.cluster_policy import CLUSTER_POLICIES
from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.model.referrers.consumer_pods import CONTROLLER_PODS
from kubectl_porttrace.model.referrers.gateway import GATEWAY_NAME
from kubectl_porttrace.model.referrers.gateway_route import gateways_of
from kubectl_porttrace.model.referrers.ingress import Ingress, IngressClass
from kubectl_porttrace.model.unread import PODS_ELSEWHERE
from kubectl_porttrace.read.cluster.concerned import concerned_routes
from kubectl_porttrace.read.cluster.query import Query, label_selector
from kubectl_porttrace.read.cluster.rule import Known, Rule


def _further(known: Known) -> Iterator[Query]:
    snapshot = known.snapshot
    if known.question.namespace is None or not any(map(snapshot.all_of, (NetworkPolicy, *CLUSTER_POLICIES))):
        return
    gateways = {each for route in concerned_routes(known.question, snapshot) for each in gateways_of(route)}
    for gateway in sorted(gateways):
        yield Query("Pod", gateway.namespace, labels=f"{GATEWAY_NAME}={gateway.name}", known_as=PODS_ELSEWHERE)
    named = {each.class_by_annotation or each.spec.ingress_class_name for each in snapshot.all_of(Ingress)}
    serving = {each.spec.controller for each in snapshot.all_of(IngressClass) if each.name in named}
    for controller in sorted(serving & set(CONTROLLER_PODS)):
        yield Query("Pod", None, labels=label_selector(CONTROLLER_PODS[controller]), known_as=PODS_ELSEWHERE)


RULE = Rule(further=_further)
