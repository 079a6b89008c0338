"""Where the reference engine judges policies of the cluster otherwise than their types say, case by case, and why."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.truth.policy_engines import reference
from tests.truth.policy_worlds import Raw, World, make_namespace, make_pod, make_policy
from tests.truth.test_policies import decisions

pytestmark = pytest.mark.cluster


@dataclass(frozen=True)
class Split:
    """Policies behind a server on 80/TCP and what each engine says of a client of it: out of the client, and in."""

    cluster: Raw
    ours: tuple[bool | None, bool | None]
    engine: str
    policies: list[Raw] = field(default_factory=list)


def admin(**spec: Any) -> Raw:
    return {"adminPolicies": [_written({"priority": 1, **spec})]}


def new(**spec: Any) -> Raw:
    return {"clusterPolicies": [_written({"tier": "Admin", "priority": 1, **spec})]}


def _written(spec: Raw) -> Raw:
    return {"metadata": {"name": "p"}, "spec": {"subject": {"namespaces": {}}, **spec}}


SPLITS = {
    # ClusterNetworkPolicyIngressPeer: of a form that is not known, "treat the rule as a 'Deny all' rule".
    "a-peer-of-an-unknown-form": Split(new(ingress=[{"action": "Deny", "from": [{}]}]), (True, False), "3"),
    # AdminNetworkPolicyPort: "NamedPort selects a port on a pod(s) based on name"; the engine looks at no number.
    "a-name-of-another-number": Split(
        admin(ingress=[{"action": "Deny", "from": [{"namespaces": {}}], "ports": [{"namedPort": "other"}]}]),
        (True, True),
        "1",
    ),
    # AdminNetworkPolicyEgressPeer: nodes are their addresses; the engine takes the pods that run on them.
    "the-node-of-a-pod": Split(admin(egress=[{"action": "Deny", "to": [{"nodes": {}}]}]), (True, True), "2"),
    # NetworkPolicy decides for a pod it selects; whether it does so for the other direction is not said.
    "selected-for-egress-alone": Split(
        {"baseline": _written({"ingress": [{"action": "Deny", "from": [{"namespaces": {}}]}]})},
        (True, None),
        "3",
        [make_policy("shop", "out", {"policyTypes": ["Egress"], "egress": [{}]})],
    ),
}


@pytest.mark.parametrize("name", SPLITS)
def test_engines_differ_as_known(name: str) -> None:
    split = SPLITS[name]
    pods = [
        make_pod("shop", "client", "10.0.0.1", {}, []),
        make_pod("shop", "server", "10.0.0.2", {}, [("http", 80, "TCP"), ("other", 81, "TCP")]),
    ]
    asked = World([make_namespace("shop", {})], pods, split.policies, (), ("TCP",), (80,), cluster=split.cluster)
    out, into, _ = next(decisions(asked))
    told = next(reference([asked]))
    assert told.error == ""
    assert told.digits[0] == split.engine
    assert (out, into) == split.ours
