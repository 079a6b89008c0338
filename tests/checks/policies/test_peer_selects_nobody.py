from typing import Any

import pytest

from kubectl_porttrace.checks.policies.peer_selects_nobody import peer_selects_nobody as check
from kubectl_porttrace.trace.policies.policy import TracedPolicy
from tests.build import forbidden, found, judged, namespace, pod, policy, traced_policy, workload

CLIENTS = {"podSelector": {"matchLabels": {"app": "client"}}}
CLIENT_PODS = {"metadata": {"labels": {"app": "client"}}, "spec": {"containers": []}}
TEAM = {"namespaceSelector": {"matchLabels": {"team": "a"}}}


def written(*peers: dict[str, Any], **fields: object) -> TracedPolicy:
    return traced_policy(policy(ingress=[{"from": list(peers)}]), pod(), namespace(), **fields)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(written(), id="all-peers"),
        *(
            pytest.param(
                traced_policy(
                    policy(ingress=[{"from": [CLIENTS]}]),
                    pod(),
                    workload(kind, "client", spec={"template": CLIENT_PODS}),
                ),
                id=f"pods-of-a-{kind}",
            )
            for kind in ("Deployment", "StatefulSet", "DaemonSet", "Job")
        ),
        pytest.param(written({"podSelector": {}}), id="every-pod"),
        pytest.param(written({"podSelector": {"matchLabels": {"app": "web"}}}), id="a-pod"),
        pytest.param(written({"namespaceSelector": {}}), id="every-namespace"),
        pytest.param(
            written({"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "shop"}}}), id="by-name"
        ),
        pytest.param(written({"ipBlock": {"cidr": "10.0.0.0/8"}}), id="addresses"),
        pytest.param(written(CLIENTS, complete_namespaces=frozenset()), id="not-all-pods-read"),
        pytest.param(written(TEAM, unread=[forbidden("namespaces")]), id="not-all-namespaces-read"),
        pytest.param(traced_policy(policy(ingress=[{"from": [TEAM]}]), pod()), id="no-namespace-read"),
        pytest.param(
            written({"podSelector": {"matchExpressions": [{"key": "app", "operator": "Is"}]}}), id="not-of-the-api"
        ),
        pytest.param(written({"namespaceSelector": {}, **CLIENTS}), id="pods-elsewhere-are-not-known"),
    ],
)
def test_stays_silent(subject: TracedPolicy) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "peer",
    [
        pytest.param(CLIENTS, id="pods"),
        pytest.param(TEAM, id="namespaces"),
        pytest.param({**TEAM, **CLIENTS}, id="both"),
    ],
)
def test_fires(peer: dict[str, Any]) -> None:
    subject = written({"podSelector": {}}, peer)
    (only,) = found(check, subject)
    assert only.path == "spec.ingress[0].from[1]"
    assert judged(subject)["PTN17"].severity == "note"
