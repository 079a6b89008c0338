from typing import Any

import pytest

from kubectl_porttrace.checks.traffic.load_balancer_port_refused import load_balancer_port_refused as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, judged, pod, service, traced

DNS = ({"name": "udp", "port": 53, "protocol": "UDP"}, {"name": "tcp", "port": 53})
CONDITION = {
    "type": "LoadBalancerPortsError",
    "status": "True",
    "reason": "LoadBalancerMixedProtocolNotSupported",
    "message": "one protocol only",
}


def status(error: str | None = None, condition: dict[str, str] | None = None) -> dict[str, Any]:
    ports = [{"port": 53, "protocol": "UDP", **({"error": error} if error else {})}, {"port": 53, "protocol": "TCP"}]
    ingress = [{"ip": "203.0.113.5", "ipMode": "VIP", "ports": ports}]
    return {"loadBalancer": {"ingress": ingress}, "conditions": [condition] if condition else []}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(*DNS, type="LoadBalancer", status=status()), pod()), id="all-are-offered"),
        pytest.param(
            traced(
                service(*DNS, type="LoadBalancer", status=status(condition={**CONDITION, "status": "False"})), pod()
            ),
            id="condition-false",
        ),
        pytest.param(traced(service(*DNS, type="NodePort", status=status("MixedProtocol")), pod()), id="left-over"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_names_the_port_that_has_an_error() -> None:
    subject = traced(service(*DNS, type="LoadBalancer", status=status("example.com/MixedProtocol", CONDITION)), pod())
    (issue,) = found(check, subject)
    assert issue.path == "status.loadBalancer.ingress[0].ports[0].error"
    assert [port.spec.name for port in issue.ports] == ["udp"]
    assert judged(subject)["PTK07"].severity == "error"


def test_quotes_the_condition_where_no_port_is_named() -> None:
    (issue,) = found(check, traced(service(*DNS, type="LoadBalancer", status=status(condition=CONDITION)), pod()))
    assert issue.path == 'status.conditions[?(@.type=="LoadBalancerPortsError")]'
    assert "LoadBalancerMixedProtocolNotSupported: one protocol only" in issue.message
