from typing import Any

import pytest

from kubectl_porttrace.checks.policies.refused_by_destination import refused_by_destination as check
from kubectl_porttrace.model.cluster_policy import ClusterPolicy
from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.model.pod import Pod
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
SERVING = pod(container(port(8080)), name="web-1")
CLIENT = pod(name="client-1", labels={"app": "client"})
FAR = pod(name="far-1", namespace="ops", labels={"app": "client"})
ON_NODE = pod(name="client-1", labels={"app": "client"}, node="node-1", spec={"hostNetwork": True})
FRONT = {"podSelector": {"matchLabels": {"app": "front"}}}
CLIENTS = {"podSelector": {"matchLabels": {"app": "client"}}}
OPS = {"namespaceSelector": {"matchLabels": {"team": "ops"}}}
DENY = policy("default-deny", podSelector={"matchLabels": {"app": "web"}}, policyTypes=["Ingress"])


def reached(*policies: NetworkPolicy | ClusterPolicy, client: Pod = CLIENT) -> TracedAccess:
    return traced_access("client", WEB, SERVING, client, namespace(), namespace("ops", team="ops"), *policies)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(reached(), id="no-policy"),
        pytest.param(reached(policy(ingress=[{"from": [CLIENTS]}])), id="admitted"),
        pytest.param(reached(DENY), id="closed-to-all-is-told-of-the-service"),
        pytest.param(reached(policy(ingress=[{"from": [OPS]}]), client=FAR), id="admitted-from-elsewhere"),
        pytest.param(reached(policy(ingress=[{"from": [FRONT]}]), client=ON_NODE), id="not-decided-for-nodes"),
    ],
)
def test_stays_silent(subject: TracedAccess) -> None:
    assert found(check, subject) == []


ON_8080 = {"from": [FRONT], "ports": [{"port": 8080}]}


@pytest.mark.parametrize(
    ("subject", "path", "reason"),
    [
        pytest.param(
            reached(DENY, policy(ingress=[ON_8080])),
            "spec.ingress",
            "web-1 is isolated by netpol/default-deny, netpol/web; netpol/web admits 8080/TCP for others",
            id="others-are-admitted",
        ),
        pytest.param(
            reached(policy(ingress=[ON_8080, {"from": [CLIENTS], "ports": [{"port": 80}]}])),
            "spec.ingress[1]",
            "web-1 is isolated by netpol/web; netpol/web admits 80/TCP, not 8080/TCP",
            id="on-another-port",
        ),
        pytest.param(
            reached(policy(ingress=[{"from": [CLIENTS]}]), client=FAR),
            "spec.ingress",
            "web-1 is isolated by netpol/web; netpol/web admits 8080/TCP for others",
            id="of-another-namespace",
        ),
        pytest.param(
            reached(policy(ingress=[{"from": [OPS]}])),
            "spec.ingress",
            "web-1 is isolated by netpol/web; netpol/web admits 8080/TCP for others",
            id="namespaces-with-other-labels",
        ),
    ],
)
def test_fires(subject: TracedAccess, path: str, reason: str) -> None:
    (only,) = found(check, subject)
    assert only.path == path
    assert only.message == f"deploy/client is not admitted to 80/TCP: {reason}"
    assert judged(subject)["PTN08"].severity == "error"
    assert (only.fix.command is not None) == (path == "spec.ingress[1]")


OF_CLIENTS = {"pods": {"namespaceSelector": {}, "podSelector": {"matchLabels": {"app": "client"}}}}
FROM_CLIENTS: Any = {"action": "Deny", "name": "no-clients", "from": [OF_CLIENTS]}
EVERYBODY: Any = {"action": "Deny", "from": [{"namespaces": {}}]}


@pytest.mark.parametrize(
    ("there", "title"),
    [
        pytest.param(cluster_policy(ingress=[FROM_CLIENTS]), "clusternetworkpolicy/c", id="of-the-cluster"),
        pytest.param(admin_policy(ingress=[FROM_CLIENTS]), "adminnetworkpolicy/a", id="before"),
        pytest.param(baseline(ingress=[FROM_CLIENTS]), "baselineadminnetworkpolicy/default", id="after"),
    ],
)
def test_says_which_policy_of_the_cluster_denies_it(there: ClusterPolicy, title: str) -> None:
    (only,) = found(check, reached(there))
    assert only.message == f"deploy/client is not admitted to 80/TCP: {title} denies 8080/TCP to web-1"
    assert only.path == "spec.ingress[0]"
    assert 'spec.ingress[0] "no-clients"' in only.evidence[0]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(reached(cluster_policy(ingress=[EVERYBODY])), id="denied-to-all-is-told-of-the-service"),
        pytest.param(reached(cluster_policy(ingress=[FROM_CLIENTS]), client=ON_NODE), id="no-pods-on-nodes"),
        pytest.param(
            reached(baseline(ingress=[FROM_CLIENTS]), policy(ingress=[{"from": [CLIENTS]}])), id="admitted-before"
        ),
        pytest.param(
            reached(
                cluster_policy("a", ingress=[FROM_CLIENTS]),
                cluster_policy("b", ingress=[{**EVERYBODY, "action": "Accept"}]),
            ),
            id="of-one-priority",
        ),
    ],
)
def test_stays_silent_about_policies_of_the_cluster(subject: TracedAccess) -> None:
    assert found(check, subject) == []


def test_some_of_the_pods_refusing_is_a_warning() -> None:
    other = pod(container(port(8080)), labels={"app": "web", "track": "canary"})
    closed = policy(podSelector={"matchLabels": {"track": "canary"}}, ingress=[{"from": [FRONT]}])
    finding = judged(traced_access("client", WEB, SERVING, other, CLIENT, closed))["PTN08"]
    assert finding.severity == "warning"
    assert "1 connection of 2 from a client to a pod" in finding.evidence
