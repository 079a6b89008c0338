from typing import Any

import pytest

from kubectl_porttrace.checks.policies.dns_not_let_out import dns_not_let_out as check
from kubectl_porttrace.trace.policies.access import TracedAccess
from tests.build import cluster_policy, found, judged, namespace, pod, policy, service, traced_access

HERE = (namespace(),)
EVERYWHERE = {"action": "Accept", "to": [{"networks": ["0.0.0.0/0"]}]}
OF_OTHERS = cluster_policy(subject={"namespaces": {"matchLabels": {"team": "x"}}}, egress=[EVERYWHERE])


def held(*rules: dict[str, Any], there: Any = (), rooms: Any = HERE, **spec: Any) -> TracedAccess:
    own = policy("out", podSelector={"matchLabels": {"app": "client"}}, policyTypes=["Egress"], egress=list(rules))
    return traced_access(
        "client", service(), pod(), pod(labels={"app": "client"}, spec=dict(spec)), own, *there, *rooms
    )


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_access("client", service(), pod(), pod(labels={"app": "client"})), id="not-isolated"),
        pytest.param(held({}), id="all"),
        pytest.param(held({"ports": [{"port": 53, "protocol": "UDP"}]}), id="dns"),
        pytest.param(held({"ports": [{"port": "dns", "protocol": "UDP"}]}), id="a-name-may-be-that-of-dns"),
        pytest.param(held(hostNetwork=True), id="on-the-hosts-network"),
        pytest.param(traced_access("nobody", service(), pod()), id="no-client"),
        pytest.param(held(there=[cluster_policy(egress=[EVERYWHERE])]), id="accepted-before"),
        pytest.param(held(there=[OF_OTHERS], rooms=()), id="may-be-accepted-before"),
    ],
)
def test_stays_silent(subject: TracedAccess) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(held({"ports": [{"port": 80}]}), id="the-service-alone"),
        pytest.param(held({"ports": [{"port": 53}]}), id="by-tcp-alone"),
        pytest.param(held(there=[OF_OTHERS]), id="accepted-before-for-others"),
        pytest.param(held(there=[cluster_policy("b", "Baseline", egress=[EVERYWHERE])]), id="accepted-too-late"),
    ],
)
def test_fires(subject: TracedAccess) -> None:
    (only,) = found(check, subject)
    assert only.path == "spec.egress"
    assert judged(subject)["PTN10"].severity == "warning"
