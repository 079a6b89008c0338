from typing import Any

import pytest

from kubectl_porttrace.checks.traffic.internal_policy_local import internal_policy_local as check
from kubectl_porttrace.model.endpointslice import EndpointPort, EndpointSlice
from kubectl_porttrace.model.service import SERVICE_PROXY_NAME
from kubectl_porttrace.trace.service import TracedService
from tests.build import (
    container,
    endpoint,
    endpoint_slice,
    forbidden,
    found,
    headless,
    judged,
    node,
    pod,
    port,
    service,
    traced,
)

NODES = (node("node-0"), node("node-1"), node("node-2"))
LOCAL: dict[str, Any] = {"internalTrafficPolicy": "Local"}
HIDDEN = {SERVICE_PROXY_NAME: ""}
NAMED = ({"name": "a", "port": 80, "targetPort": "a"}, {"name": "b", "port": 81, "targetPort": "b"})
BOTH: dict[str, Any] = {"ipFamilies": ["IPv4", "IPv6"], **LOCAL}
ON_NODE_0 = pod(node="node-0")


def slice_of(*nodes: str | None) -> EndpointSlice:
    made = [endpoint(f"10.1.1.{number}", node_name=name) for number, name in enumerate(nodes, start=1)]
    return endpoint_slice([EndpointPort(port=80)], *made)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), ON_NODE_0, *NODES), id="policy-cluster"),
        pytest.param(traced(service(**LOCAL), ON_NODE_0), id="on-the-only-node"),
        pytest.param(traced(service(**LOCAL), *(pod(node=each.name) for each in NODES), *NODES), id="on-every-node"),
        pytest.param(
            traced(service(**LOCAL), ON_NODE_0, pod(node="node-1", terminating=True), *NODES[:2]),
            id="terminating-serves",
        ),
        pytest.param(traced(service(**LOCAL), pod(ready=False), *NODES), id="nothing-usable-is-another-failure"),
        pytest.param(
            traced(service(**LOCAL, selector={}), slice_of(None), *NODES), id="local-nowhere-is-another-failure"
        ),
        pytest.param(traced(headless(**LOCAL), ON_NODE_0, *NODES), id="headless"),
        pytest.param(traced(service(**LOCAL, labels=HIDDEN), ON_NODE_0, *NODES), id="hidden-from-kube-proxy"),
        pytest.param(
            traced(service(**LOCAL, type="ExternalName", externalName="x.example"), *NODES), id="external-name"
        ),
        pytest.param(
            traced(
                service(**LOCAL, selector={}),
                endpoint_slice([EndpointPort(port=80)], endpoint("10.1.1.1", node_name="node-0")),
                endpoint_slice([EndpointPort(port=80)], endpoint("10.1.1.1", node_name="node-1")),
                slice_of(None, "node-0", "node-0"),
                *NODES,
            ),
            id="nodes-do-not-agree",
        ),
        pytest.param(
            traced(
                service(**LOCAL, selector={}),
                endpoint_slice([EndpointPort(port=70000)], endpoint("10.1.1.1", node_name="node-0")),
                *NODES,
            ),
            id="no-packet-carries-the-number",
        ),
        pytest.param(
            traced(
                service(**LOCAL, selector={}),
                endpoint_slice([EndpointPort(port=80)], endpoint("10.96.0.10", node_name="node-0")),
                *NODES,
            ),
            id="a-virtual-address-is-no-backend",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires_and_names_the_nodes() -> None:
    subject = traced(service(**LOCAL), ON_NODE_0, *NODES)
    [seen] = found(check, subject)
    assert seen.path == "spec.internalTrafficPolicy"
    assert "2 nodes" in seen.message
    assert "node-1, node-2" in seen.message
    assert "node-0" in seen.evidence[0]
    assert judged(subject)["PTK01"].severity == "warning"


@pytest.mark.parametrize("number", [80, 65535], ids=["a-number", "the-largest-number"])
def test_counts_backends_without_a_pod(number: int) -> None:
    made = endpoint_slice([EndpointPort(port=number)], endpoint("10.1.1.1", node_name="node-1"), endpoint("10.1.1.2"))
    [seen] = found(check, traced(service(**LOCAL, selector={}), made, *NODES))
    assert "node-0, node-2" in seen.message


@pytest.mark.parametrize(
    ("second", "groups"),
    [
        pytest.param("node-0", [[0, 1]], id="the-same-nodes-are-one-finding"),
        pytest.param("node-1", [[0], [1]], id="different-nodes-are-two"),
    ],
)
def test_groups_ports_by_node(second: str, groups: list[list[int]]) -> None:
    first, other = pod(container(port(80, "a")), node="node-0"), pod(container(port(81, "b")), node=second)
    seen = found(check, traced(service(*NAMED, **LOCAL), first, other, *NODES))
    assert [[traced_port.index for traced_port in each.ports] for each in seen] == groups


def test_counts_only_families_that_have_backends() -> None:
    everywhere = tuple(pod(node=each.name) for each in NODES)
    assert found(check, traced(service(**BOTH), *everywhere, *NODES)) == []


def test_fires_where_one_family_is_missing_on_a_node() -> None:
    dual = pod(node="node-0", ips=["10.1.1.1", "fd00::1"])
    [seen] = found(check, traced(service(**BOTH), dual, pod(node="node-1"), *NODES[:2]))
    assert "node-1" in seen.message


@pytest.mark.parametrize("resource", ["nodes", "endpointslices"])
def test_is_not_decided_without(resource: str) -> None:
    assert "PTK01" not in judged(traced(service(**LOCAL), ON_NODE_0, *NODES, unread=[forbidden(resource)]))
