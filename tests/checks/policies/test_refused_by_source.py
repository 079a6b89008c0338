from typing import Any

import pytest

from kubectl_porttrace.checks.policies.refused_by_source import refused_by_source as check
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.trace.policies.access import TracedAccess
from tests.build import (
    admin_policy,
    baseline,
    cluster_policy,
    container,
    found,
    judged,
    namespace,
    pod,
    policy,
    port,
    service,
    traced_access,
)

WEB = service({"port": 80, "targetPort": 8080})
SERVING = pod(container(port(8080, "http")), name="web-1")
CLIENT = pod(name="client-1", labels={"app": "client"})
SERVERS = {"podSelector": {"matchLabels": {"app": "web"}}}


def held(*rules: dict[str, Any], types: tuple[str, ...] = ("Egress",)) -> TracedAccess:
    own = policy("out", podSelector={"matchLabels": {"app": "client"}}, policyTypes=list(types), egress=list(rules))
    return traced_access("client", WEB, SERVING, CLIENT, namespace(), own)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(held({}), id="all"),
        pytest.param(held({"to": [SERVERS], "ports": [{"port": 8080}]}), id="admitted"),
        pytest.param(held({"ports": [{"port": "http"}]}), id="by-the-destinations-name"),
        pytest.param(held(types=("Ingress",)), id="ingress-alone"),
    ],
)
def test_stays_silent(subject: TracedAccess) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "reason"),
    [
        pytest.param(held(), "spec.egress", "client-1 is isolated by netpol/out", id="nothing"),
        pytest.param(
            held({"to": [SERVERS], "ports": [{"port": 80}]}),
            "spec.egress[0]",
            "client-1 is isolated by netpol/out; netpol/out admits 80/TCP, not 8080/TCP",
            id="the-services-number",
        ),
        pytest.param(
            held({"to": [{"namespaceSelector": {"matchLabels": {"team": "ops"}}}]}),
            "spec.egress",
            "client-1 is isolated by netpol/out; netpol/out admits 8080/TCP for others",
            id="another-namespace",
        ),
    ],
)
def test_fires(subject: TracedAccess, path: str, reason: str) -> None:
    (only,) = found(check, subject)
    assert only.path == path
    assert only.message == f"deploy/client is not let out to 80/TCP: {reason}"
    assert judged(subject)["PTN09"].severity == "error"
    assert (only.fix.command is not None) == (path == "spec.egress[0]")


TO_ALL: Any = {"action": "Deny", "to": [{"namespaces": {}}]}


@pytest.mark.parametrize(
    ("there", "title"),
    [
        pytest.param(cluster_policy(egress=[TO_ALL]), "clusternetworkpolicy/c", id="of-the-cluster"),
        pytest.param(admin_policy(egress=[TO_ALL]), "adminnetworkpolicy/a", id="before"),
        pytest.param(baseline(egress=[TO_ALL]), "baselineadminnetworkpolicy/default", id="after"),
        pytest.param(
            cluster_policy(egress=[{"action": "Deny", "to": [{"namespaces": {"matchLabels": {"team": "x"}}}]}]),
            "clusternetworkpolicy/c",
            id="by-labels-of-the-namespace",
        ),
    ],
)
def test_says_which_policy_of_the_cluster_denies_it(there: KubernetesObject, title: str) -> None:
    subject = traced_access("client", WEB, SERVING, CLIENT, namespace(team="x"), there)
    (only,) = found(check, subject)
    assert only.message == f"deploy/client is not let out to 80/TCP: {title} denies 8080/TCP from client-1"
    assert only.path == "spec.egress[0]"
    assert only.object is not None
    assert (only.object.namespace, only.fix.command) == (None, None)


def test_a_rule_before_network_policies_lets_out_what_these_hold() -> None:
    accepts = cluster_policy(egress=[{"action": "Accept", "to": [{"namespaces": {}}]}])
    own = policy("out", podSelector={"matchLabels": {"app": "client"}}, policyTypes=["Egress"])
    assert found(check, traced_access("client", WEB, SERVING, CLIENT, namespace(), own, accepts)) == []


def test_one_end_is_told_of_a_connection_that_both_refuse() -> None:
    own = policy("out", podSelector={"matchLabels": {"app": "client"}}, policyTypes=["Egress"])
    closed = policy(ingress=[{"from": [{"ipBlock": {"cidr": "192.0.2.0/24"}}]}])
    said = judged(traced_access("client", WEB, SERVING, CLIENT, own, closed))
    assert [code for code, each in said.items() if each.severity == "error"] == ["PTN09"]
