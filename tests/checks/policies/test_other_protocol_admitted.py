from typing import Any

import pytest

from kubectl_porttrace.checks.policies.other_protocol_admitted import other_protocol_admitted as check
from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, judged, pod, policy, service, traced

DNS = service({"port": 53, "protocol": "UDP"})


def behind(*ports: dict[str, Any]) -> TracedService:
    return traced(DNS, pod(), policy(ingress=[{"ports": list(ports)}]))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind({"port": 53}, {"port": 53, "protocol": "UDP"}), id="both"),
        pytest.param(behind({"protocol": "UDP"}), id="all-of-the-protocol"),
        pytest.param(behind({"port": 54}), id="another-number"),
        pytest.param(behind({"protocol": "SCTP"}), id="all-of-another-protocol"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param({"port": 53}, id="by-default"),
        pytest.param({"port": 53, "protocol": "SCTP"}, id="written"),
        pytest.param({"port": 1, "endPort": 99}, id="range"),
    ],
)
def test_fires(entry: dict[str, Any]) -> None:
    subject = behind(entry)
    (only,) = found(check, subject)
    assert only.path == "spec.ingress[0].ports[0].protocol"
    assert '"protocol":"UDP","port":53' in (only.fix.command or "")
    assert [each.code for each in judged(subject).values() if each.severity == "error"] == ["PTN03"]


def test_a_rule_for_the_services_port_comes_first() -> None:
    written: NetworkPolicy = policy(ingress=[{"ports": [{"port": 80}, {"port": 8080, "protocol": "UDP"}]}])
    subject = traced(service({"port": 80, "targetPort": 8080}), pod(), written)
    assert found(check, subject) == []
    assert [each.code for each in judged(subject).values() if each.severity == "error"] == ["PTN02"]
