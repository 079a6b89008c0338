from typing import Any

import pytest

from kubectl_porttrace.checks.traffic.load_balancer_without_path import load_balancer_without_path as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, judged, pod, service, traced

HOSTED: dict[str, Any] = {"loadBalancer": {"ingress": [{"hostname": "lb.example.com"}]}}
PROXIED: dict[str, Any] = {"loadBalancer": {"ingress": [{"ip": "203.0.113.5", "ipMode": "Proxy"}]}}
WITHOUT: dict[str, Any] = {"type": "LoadBalancer", "allocateLoadBalancerNodePorts": False}
NODE_PORT = {"port": 80, "nodePort": 30080}
HIDDEN = {"service.kubernetes.io/service-proxy-name": "other"}
TARGET_TYPE = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type"


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(**WITHOUT), pod()), id="virtual-address"),
        pytest.param(traced(service(NODE_PORT, type="LoadBalancer", status=HOSTED), pod()), id="node-port"),
        pytest.param(traced(service(**WITHOUT, status={}), pod()), id="no-address-yet"),
        pytest.param(traced(service(), pod()), id="no-load-balancer"),
        pytest.param(traced(service(**WITHOUT, status=HOSTED, labels=HIDDEN), pod()), id="another-proxy"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("more", "severity"),
    [
        pytest.param({"status": HOSTED}, "warning", id="host-name"),
        pytest.param({"status": PROXIED}, "warning", id="address-of-a-proxy"),
        pytest.param({"status": HOSTED, "annotations": {TARGET_TYPE: "instance"}}, "warning", id="dials-nodes"),
        pytest.param({"status": HOSTED, "annotations": {TARGET_TYPE: "ip"}}, "note", id="dials-pods"),
        pytest.param({"status": HOSTED, "annotations": {"cloud.google.com/neg": "{}"}}, "note", id="dials-a-neg"),
        pytest.param({"status": HOSTED, "loadBalancerClass": "service.k8s.aws/nlb"}, "note", id="of-a-class"),
    ],
)
def test_fires(more: dict[str, Any], severity: str) -> None:
    subject = traced(service(**WITHOUT, **more), pod())
    (issue,) = found(check, subject)
    assert issue.path == "spec.ports[0].nodePort"
    assert judged(subject)["PTK04"].severity == severity


def test_names_only_the_ports_without_a_node_port() -> None:
    ports = ({"name": "a", **NODE_PORT}, {"name": "b", "port": 81})
    (issue,) = found(check, traced(service(*ports, **WITHOUT, status=HOSTED), pod()))
    assert [port.spec.name for port in issue.ports] == ["b"]
