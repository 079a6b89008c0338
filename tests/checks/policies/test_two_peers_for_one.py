from typing import Any

import pytest

from kubectl_porttrace.checks.policies.two_peers_for_one import two_peers_for_one as check
from tests.build import found, judged, policy, traced_policy

NAMESPACES = {"namespaceSelector": {"matchLabels": {"team": "a"}}}
PODS = {"podSelector": {"matchLabels": {"app": "client"}}}
EVERY: tuple[dict[str, Any], ...] = ({"namespaceSelector": {}}, {"podSelector": {}})


@pytest.mark.parametrize(
    "peers",
    [
        pytest.param([{**NAMESPACES, **PODS}], id="one-item"),
        pytest.param([PODS, NAMESPACES], id="the-other-way-round"),
        pytest.param([NAMESPACES, PODS, PODS], id="three"),
        pytest.param([EVERY[0], PODS], id="every-namespace"),
        pytest.param([NAMESPACES, EVERY[1]], id="every-pod"),
        pytest.param([NAMESPACES, {"ipBlock": {"cidr": "10.0.0.0/8"}}], id="addresses"),
    ],
)
def test_stays_silent(peers: list[dict[str, Any]]) -> None:
    assert found(check, traced_policy(policy(ingress=[{"from": peers}]))) == []


def test_stays_silent_of_rules_that_do_not_count() -> None:
    written = policy(policyTypes=["Ingress"], egress=[{"to": [NAMESPACES, PODS]}])
    assert found(check, traced_policy(written)) == []


@pytest.mark.parametrize(
    ("direction", "far"), [pytest.param("ingress", "from", id="in"), pytest.param("egress", "to", id="out")]
)
def test_fires(direction: str, far: str) -> None:
    rules: Any = {direction: [{}, {far: [NAMESPACES, PODS]}]}
    subject = traced_policy(policy(**rules))
    (only,) = found(check, subject)
    assert only.path == f"spec.{direction}[1].{far}[1]"
    assert judged(subject)["PTN11"].severity == "note"
