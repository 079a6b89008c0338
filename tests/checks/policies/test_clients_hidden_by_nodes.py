from typing import Any

import pytest

from kubectl_porttrace.checks.policies.clients_hidden_by_nodes import clients_hidden_by_nodes as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, judged, pod, policy, service, traced

PUBLIC = {"ipBlock": {"cidr": "8.8.8.0/24"}}


def behind(*peers: dict[str, Any], type_: str = "LoadBalancer", local: str = "Cluster") -> TracedService:
    ways: Any = {"externalTrafficPolicy": local} if type_ != "ClusterIP" else {}
    web = service({"port": 80, "nodePort": 30080} if ways else {"port": 80}, type=type_, **ways)
    return traced(web, pod(), policy(ingress=[{"from": list(peers)}]))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(PUBLIC, type_="ClusterIP"), id="inside-alone"),
        pytest.param(behind(PUBLIC, local="Local"), id="addresses-are-kept"),
        pytest.param(behind(), id="everybody"),
        pytest.param(behind(PUBLIC, {"podSelector": {}}), id="pods-too"),
        pytest.param(behind(PUBLIC, {"ipBlock": {"cidr": "10.0.0.0/8"}}), id="private-too"),
        pytest.param(behind({"ipBlock": {"cidr": "0.0.0.0/0"}}), id="the-whole-internet"),
        pytest.param(behind({"ipBlock": {"cidr": "nonsense"}}), id="no-network"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize("type_", ["NodePort", "LoadBalancer"])
def test_fires(type_: str) -> None:
    subject = behind(PUBLIC, type_=type_)
    (only,) = found(check, subject)
    assert only.path == "spec.ingress"
    assert judged(subject)["PTN12"].severity == "warning"
