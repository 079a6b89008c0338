from typing import Any

import pytest

from kubectl_porttrace.checks.practice.open_to_every_source import open_to_every_source as check
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.service import TracedService
from tests.build import baseline, cluster_policy, forbidden, found, pod, policy, service, traced

HTTP = {"name": "http", "port": 80, "targetPort": 8080, "nodePort": 30080}
NODE_PORT = service(HTTP, type="NodePort")
RANGES = {"service.beta.kubernetes.io/load-balancer-source-ranges": "192.0.2.0/24"}


def balanced(number: int = 5432, ip: str = "203.0.113.5", **fields: Any) -> Service:
    status = {"loadBalancer": {"ingress": [{"ip": ip, "ipMode": "VIP"}] if ip else []}}
    return service({"port": number}, type="LoadBalancer", status=status, **fields)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod()), id="cluster-ip"),
        pytest.param(traced(NODE_PORT, pod(), policy(ingress=[{}])), id="a-policy"),
        pytest.param(traced(NODE_PORT, pod(), cluster_policy(ingress=[])), id="a-policy-of-the-cluster"),
        pytest.param(traced(NODE_PORT, pod(), baseline(ingress=[])), id="the-baseline"),
        pytest.param(traced(NODE_PORT, pod(ready=False)), id="no-backend"),
        pytest.param(traced(NODE_PORT, pod(), unread=[forbidden("networkpolicies")]), id="policies-unread"),
        pytest.param(traced(balanced(loadBalancerSourceRanges=["192.0.2.0/24"]), pod()), id="ranges"),
        pytest.param(traced(balanced(annotations=RANGES), pod()), id="ranges-in-the-annotation"),
        pytest.param(traced(balanced(ip="10.1.2.3"), pod()), id="a-private-address"),
        pytest.param(traced(balanced(ip="fd00::3"), pod()), id="a-private-address-of-ipv6"),
        pytest.param(traced(balanced(ip=""), pod()), id="no-address-yet"),
        pytest.param(traced(balanced(443), pod()), id="a-web-site"),
        pytest.param(traced(service(HTTP, type="NodePort", selector={}), pod()), id="no-selector"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "where", "fix"),
    [
        pytest.param(traced(NODE_PORT, pod()), "node port 30080", "firewall", id="node-port"),
        pytest.param(
            traced(service(HTTP, {"name": "b", "port": 81, "nodePort": 30081}, type="NodePort"), pod()),
            "node ports 30080, 30081",
            "firewall",
            id="two-node-ports",
        ),
        pytest.param(traced(service(type="NodePort"), pod()), "the node port", "firewall", id="not-allocated-yet"),
        pytest.param(
            traced(balanced(), pod()),
            "the load balancer at 203.0.113.5",
            "loadBalancerSourceRanges",
            id="load-balancer",
        ),
        pytest.param(
            traced(NODE_PORT, pod(), policy(podSelector={"matchLabels": {"app": "db"}})),
            "node port 30080",
            "firewall",
            id="a-policy-on-other-pods",
        ),
    ],
)
def test_fires(subject: TracedService, where: str, fix: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == "spec.type"
    assert issue.message.startswith(f"whoever reaches {where} can connect")
    assert fix in issue.fix.text
