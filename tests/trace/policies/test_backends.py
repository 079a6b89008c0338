from typing import Any

import pytest

from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.verdict import Verdict
from tests.build import container, forbidden, pod, policy, port, service, traced

WEB = service({"port": 80, "targetPort": 8080})
SERVING = container(port(8080, "http"))
CANARY = pod(SERVING, labels={"app": "web", "track": "canary"})
ADMITS = {"ports": [{"port": 8080}]}


def followed(*policies: NetworkPolicy, **fields: Any) -> TracedPort:
    (only,) = traced(WEB, pod(SERVING), *policies, **fields).ports
    return only


@pytest.mark.parametrize(
    ("policies", "word", "verdict"),
    [
        pytest.param([], "none", Verdict.WIRED, id="no-policy"),
        pytest.param([policy(policyTypes=["Egress"])], "none", Verdict.WIRED, id="egress-alone"),
        pytest.param([policy(ingress=[ADMITS])], "allowed", Verdict.WIRED, id="admitted"),
        pytest.param([policy(ingress=[])], "blocked", Verdict.BROKEN, id="closed"),
    ],
)
def test_what_policies_make_of_a_backend(policies: list[NetworkPolicy], word: str, verdict: Verdict) -> None:
    found = followed(*policies)
    assert [each.network_policy for each in found.backends] == [word]
    assert found.verdict is verdict
    assert len(found.usable) == 1
    assert len(found.reachable) == (word != "blocked")


def test_some_closed_is_partial() -> None:
    closed = policy(podSelector={"matchLabels": {"track": "canary"}}, ingress=[])
    (found,) = traced(WEB, pod(SERVING), CANARY, closed).ports
    assert sorted(each.network_policy for each in found.backends) == ["blocked", "none"]
    assert found.verdict is Verdict.PARTIAL


def test_what_was_not_read_closes_nothing() -> None:
    found = followed(unread=[forbidden("networkpolicies")])
    assert [each.network_policy for each in found.backends] == ["unknown"]
    assert found.verdict is Verdict.WIRED


def test_where_it_is_unknown_what_is_behind_a_port_it_stays_so() -> None:
    found = followed(policy(ingress=[]), unread=[forbidden("endpointslices")])
    assert found.verdict is Verdict.UNKNOWN
