from typing import Any

import pytest

from kubectl_porttrace.checks.policies.cluster_policy_denies import cluster_policy_denies as check
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict
from tests.build import (
    admin_policy,
    baseline,
    cluster_policy,
    forbidden,
    found,
    judged,
    namespace,
    pod,
    policy,
    service,
    traced,
)

EVERYBODY: dict[str, Any] = {"namespaces": {}}
SOME = {"namespaces": {"matchLabels": {"team": "x"}}}
PODS_ALONE = policy(ingress=[{"from": [{"podSelector": {}}], "ports": [{"port": 80}]}])


def rule(action: str, *peers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"action": action, "from": list(peers or (EVERYBODY,)), **more}


def behind(*policies: KubernetesObject, **fields: Any) -> TracedService:
    return traced(service(), pod(), namespace(), *policies, **fields)


DENIES = cluster_policy("deny", ingress=[rule("Deny")])


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(), id="no-policy"),
        pytest.param(behind(cluster_policy(ingress=[rule("Deny", SOME)])), id="some-pods"),
        pytest.param(behind(cluster_policy(ingress=[rule("Accept", SOME), rule("Deny")])), id="some-accepted-before"),
        pytest.param(behind(cluster_policy(ingress=[rule("Pass", SOME), rule("Deny")])), id="some-passed-on-before"),
        pytest.param(behind(DENIES, cluster_policy(priority=1, ingress=[rule("Pass")])), id="passed-on-by-another"),
        pytest.param(behind(DENIES, cluster_policy(ingress=[rule("Accept")])), id="of-one-priority"),
        pytest.param(behind(DENIES, admin_policy(ingress=[rule("Allow")])), id="of-two-apis"),
        pytest.param(behind(cluster_policy(egress=[{"action": "Deny", "to": [EVERYBODY]}])), id="egress"),
        pytest.param(
            behind(cluster_policy(ingress=[rule("Deny", protocols=[{"tcp": {"destinationPort": {"number": 81}}}])])),
            id="another-port",
        ),
        pytest.param(behind(cluster_policy(subject=SOME, ingress=[rule("Deny")])), id="other-pods"),
        pytest.param(behind(baseline(ingress=[rule("Deny")]), PODS_ALONE), id="network-policy-before-the-baseline"),
        pytest.param(behind(DENIES, unread=[forbidden("adminnetworkpolicies")]), id="another-api-unread"),
        pytest.param(traced(service(), pod(spec={"hostNetwork": True}), DENIES), id="on-the-hosts-network"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        pytest.param(behind(DENIES), "clusternetworkpolicy/deny", id="of-the-cluster"),
        pytest.param(behind(admin_policy(ingress=[rule("Deny")])), "adminnetworkpolicy/a", id="before"),
        pytest.param(behind(baseline(ingress=[rule("Deny")])), "baselineadminnetworkpolicy/default", id="after"),
        pytest.param(
            behind(cluster_policy("later", "Baseline", ingress=[rule("Deny")])), "clusternetworkpolicy/later", id="tier"
        ),
        pytest.param(behind(cluster_policy(ingress=[rule("Deny", {})])), "clusternetworkpolicy/c", id="unknown-form"),
        pytest.param(
            traced(service(), pod(), namespace(team="x"), cluster_policy(subject=SOME, ingress=[rule("Deny")])),
            "clusternetworkpolicy/c",
            id="by-labels-of-the-namespace",
        ),
    ],
)
def test_warns_where_addresses_pass_it_by(subject: TracedService, title: str) -> None:
    (only,) = found(check, subject)
    assert only.message.startswith(f"{title} denies 80/TCP of ")
    assert only.path == "spec.ingress[0]"
    assert only.object is not None
    assert only.object.namespace is None
    assert judged(subject)["PTN21"].severity == "warning"
    assert subject.verdict is Verdict.WIRED


def test_is_an_error_where_nobody_else_is_admitted_and_told_once() -> None:
    subject = behind(DENIES, PODS_ALONE)
    assert subject.verdict is Verdict.BROKEN
    findings = judged(subject)
    assert findings["PTN21"].severity == "error"
    assert not {"PTN01", "PTN02", "PTN03"} & set(findings)


def test_says_so_before_a_network_policy_that_admits_nobody_either() -> None:
    findings = judged(behind(DENIES, policy(ingress=[])))
    assert findings["PTN21"].severity == "error"
    assert "PTN01" not in findings


def test_what_is_accepted_before_opens_what_network_policies_close() -> None:
    subject = behind(cluster_policy(ingress=[rule("Accept", SOME)]), policy(ingress=[]))
    assert [backend.network_policy for backend in subject.ports[0].backends] == ["allowed"]
    assert "PTN01" not in judged(subject)
