from typing import Any

import pytest

from kubectl_porttrace.checks.policies.consumer_not_admitted import consumer_not_admitted as check
from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import (
    baseline,
    cluster,
    container,
    forbidden,
    found,
    gateway,
    ingress,
    ingress_class,
    judged,
    namespace,
    pod,
    policy,
    port,
    service,
    traced_route,
)
from tests.build.callers import HTTPS, api_service, webhooks
from tests.build.routes import route

NGINX = {"app.kubernetes.io/name": "ingress-nginx", "app.kubernetes.io/component": "controller"}
CONTROLLER = pod(name="nginx-1", namespace="ingress", labels=NGINX, ips=["10.244.9.1"])
ON_NODE = pod(name="nginx-1", namespace="ingress", labels=NGINX, ips=["172.30.0.1"], spec={"hostNetwork": True})
EDGE = pod(
    name="edge-1", namespace="infra", labels={"gateway.networking.k8s.io/gateway-name": "edge"}, ips=["10.244.9.2"]
)
OWN: dict[str, Any] = {"from": [{"podSelector": {"matchLabels": {"app": "front"}}}]}
TO_CONTROLLERS: dict[str, Any] = {"from": [{"namespaceSelector": {"matchLabels": {"team": "ingress"}}}]}
ROOMS = (namespace(), namespace("ingress", team="ingress"))
SERVING = pod(container(port(9443)))


def entered(
    *rules: dict[str, Any], by: KubernetesObject = CONTROLLER, rooms: Any = ROOMS, **fields: Any
) -> TracedReferrer:
    shop = ingress(ingressClassName="nginx")
    return traced_route(shop, ingress_class(), service(), pod(), by, policy(ingress=list(rules)), *rooms, **fields)


def routed(*rules: dict[str, Any]) -> TracedReferrer:
    return traced_route(route(), gateway(), service(), pod(), EDGE, policy(ingress=list(rules)), *ROOMS)


def called(*rules: dict[str, Any], by: KubernetesObject | None = None) -> TracedReferrer:
    return traced_route(by or webhooks(), service(HTTPS), SERVING, policy(ingress=list(rules)))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(entered(TO_CONTROLLERS), id="admitted"),
        pytest.param(entered({}), id="everybody"),
        pytest.param(entered(), id="closed-to-all-is-told-of-the-service"),
        pytest.param(entered(OWN, by=pod(name="other")), id="controller-not-found"),
        pytest.param(entered(OWN, by=ON_NODE), id="on-the-hosts-network"),
        pytest.param(entered(OWN, unread=[forbidden("ciliumnetworkpolicies")]), id="others-may-admit"),
        pytest.param(routed({}), id="gateway-admitted"),
        pytest.param(called(), id="webhook-closed-to-all"),
        pytest.param(called({"from": [{"ipBlock": {"cidr": "172.30.0.0/16"}}]}), id="webhook-by-address"),
        pytest.param(called({"from": [{"namespaceSelector": {}}]}), id="webhook-of-other-namespaces"),
        pytest.param(called(OWN, {"ports": [{"port": 9443}]}), id="webhook-everybody"),
        pytest.param(traced_route(webhooks(), service(HTTPS), SERVING), id="webhook-without-policies"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "who"),
    [
        pytest.param(entered(OWN), "pods of k8s.io/ingress-nginx are not admitted to 80/TCP", id="ingress"),
        pytest.param(
            entered({"from": [{"namespaceSelector": {"matchLabels": {"team": "x"}}}]}),
            "pods of k8s.io/ingress-nginx are not admitted to 80/TCP",
            id="other-namespaces",
        ),
        pytest.param(routed(OWN), "pods of Gateway/edge are not admitted to 80/TCP", id="gateway"),
        pytest.param(called(OWN), "netpol/web admits pods of its own namespace alone", id="webhook"),
        pytest.param(called(OWN, by=api_service()), "netpol/web admits pods of its own namespace alone", id="api"),
    ],
)
def test_fires(subject: TracedReferrer, who: str) -> None:
    (only,) = found(check, subject)
    assert only.message.startswith(who)
    assert only.object is not None
    assert (only.object.kind, only.object.name) == ("NetworkPolicy", "web")
    assert judged(subject)["PTN18"].severity == "error"


def test_a_policy_of_the_cluster_may_be_what_refuses_them() -> None:
    denies = {"action": "Deny", "from": [{"namespaces": {"matchLabels": {"team": "ingress"}}}]}
    there = (ingress_class(), service(), pod(), CONTROLLER, baseline(ingress=[denies]), *ROOMS)
    (only,) = found(check, traced_route(ingress(ingressClassName="nginx"), *there))
    assert only.object is not None
    assert only.object.kind == "BaselineAdminNetworkPolicy"


AT = {"loadBalancer": {"ingress": [{"ip": "203.0.113.7"}]}}
OWN_LABELS = pod(name="proxy-1", namespace="ingress", labels={"app": "proxy"}, ips=["10.244.9.9"])


def balancer(name: str = "proxy", ip: str = "203.0.113.7") -> KubernetesObject:
    status = {"loadBalancer": {"ingress": [{"ip": ip}]}}
    return service(name=name, namespace="ingress", selector={"app": "proxy"}, type="LoadBalancer", status=status)


def entered_at(*objects: KubernetesObject, rule: dict[str, Any] = OWN) -> TracedReferrer:
    shop = ingress(ingressClassName="nginx", status=AT)
    return traced_route(shop, ingress_class(), service(), pod(), policy(ingress=[rule]), *objects, *ROOMS)


def test_whose_load_balancer_has_the_address_sends_the_requests() -> None:
    (only,) = found(check, entered_at(balancer(), OWN_LABELS))
    assert only.message.startswith("pods of Service/proxy in namespace ingress are not admitted to 80/TCP")
    assert found(check, entered_at(balancer(), OWN_LABELS, rule=TO_CONTROLLERS)) == []


def test_the_address_comes_before_the_labels() -> None:
    (only,) = found(check, entered_at(balancer(), OWN_LABELS, CONTROLLER))
    assert "Service/proxy" in only.message


@pytest.mark.parametrize(
    "others",
    [
        pytest.param([balancer(ip="203.0.113.8")], id="another-address"),
        pytest.param([balancer(), balancer("other")], id="an-address-of-several"),
    ],
)
def test_labels_are_looked_at_where_no_service_has_the_address_alone(others: list[KubernetesObject]) -> None:
    (only,) = found(check, entered_at(*others, OWN_LABELS, CONTROLLER))
    assert only.message.startswith("pods of k8s.io/ingress-nginx are not admitted")


def test_the_pods_of_a_gateway_are_found_by_its_address() -> None:
    edge = gateway(status={"addresses": [{"value": "203.0.113.7"}]})
    there = (edge, service(), pod(), balancer(), OWN_LABELS, policy(ingress=[OWN]), *ROOMS)
    (only,) = found(check, traced_route(route(), *there))
    assert only.message.startswith("pods of Service/proxy in namespace ingress are not admitted")


def test_many_routes_to_one_port_are_one_finding() -> None:
    shops = [ingress(ingressClassName="nginx", name=name) for name in ("shop", "cart")]
    everything = (*shops, ingress_class(), service(), pod(), CONTROLLER, policy(ingress=[OWN]), *ROOMS)
    report = diagnose(cluster(*everything))
    (told,) = (each for each in report.findings if each.code == "PTN18")
    assert "about cart, shop" in told.evidence[0]
