from typing import Any

import pytest

from kubectl_porttrace.checks.traffic.external_policy_local import external_policy_local as check
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, endpoint, endpoint_slice, forbidden, found, judged, node, pod, port, service, traced

NODES = (node("node-0"), node("node-1"), node("node-2"))
NODE_PORT = {"port": 80, "nodePort": 30080}
ON_NODE_0 = pod(node="node-0")


def outside(*ports: dict[str, Any], **spec: Any) -> Service:
    return service(*(ports or (NODE_PORT,)), **{"type": "NodePort", "externalTrafficPolicy": "Local", **spec})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(outside(externalTrafficPolicy="Cluster"), ON_NODE_0, *NODES), id="policy-cluster"),
        pytest.param(traced(outside(), *(pod(node=each.name) for each in NODES), *NODES), id="on-every-node"),
        pytest.param(traced(outside(), pod(ready=False), *NODES), id="nothing-usable-is-another-failure"),
        pytest.param(traced(outside({"port": 80}, type="ClusterIP"), ON_NODE_0, *NODES), id="no-way-in-from-outside"),
        pytest.param(
            traced(service(internalTrafficPolicy="Local"), ON_NODE_0, *NODES), id="only-the-internal-policy-is-local"
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(outside(), id="node-port"),
        pytest.param(outside(type="LoadBalancer", externalIPs=["192.0.2.7"]), id="load-balancer-and-external-ips"),
        pytest.param(outside({"port": 80}, type="ClusterIP", externalIPs=["192.0.2.7"]), id="external-ips"),
    ],
)
def test_fires_and_names_the_nodes(asked: Service) -> None:
    subject = traced(asked, ON_NODE_0, *NODES)
    [seen] = found(check, subject)
    assert seen.path == "spec.externalTrafficPolicy"
    assert "2 nodes" in seen.message
    assert "node-1, node-2" in seen.message
    assert len(seen.evidence) == 1
    assert judged(subject)["PTK02"].severity == "warning"


TWO_PORTS = [{"name": "a", "port": 80, "targetPort": "a"}, {"name": "b", "port": 81, "targetPort": "b"}]


def test_is_a_note_where_the_load_balancer_leaves_the_nodes_out() -> None:
    subject = traced(outside(type="LoadBalancer"), ON_NODE_0, *NODES)
    assert judged(subject)["PTK02"].severity == "note"
    assert subject.verdict.word == "wired"


def test_is_a_warning_where_the_health_check_passes_for_another_port() -> None:
    pods = [pod(container(port(80, "a")), node="node-0"), pod(container(port(81, "b")), node="node-1")]
    subject = traced(outside(*TWO_PORTS, type="LoadBalancer"), *pods, *NODES)
    assert judged(subject)["PTK02"].severity == "warning"
    assert subject.verdict.word == "partial"


def test_says_what_the_health_check_makes_of_it() -> None:
    [seen] = found(check, traced(outside(type="LoadBalancer", healthCheckNodePort=31000), ON_NODE_0, *NODES))
    assert "31000" in seen.evidence[1]


@pytest.mark.parametrize(
    ("asked", "pods"),
    [
        pytest.param(
            outside(
                {"name": "a", "port": 80, "targetPort": "a"},
                {"name": "b", "port": 81, "targetPort": "b"},
                type="LoadBalancer",
                healthCheckNodePort=31000,
            ),
            [pod(container(port(80, "a")), node="node-0"), pod(container(port(81, "b")), node="node-1")],
            id="which-counts-all-ports-together",
        ),
        pytest.param(
            outside(type="LoadBalancer", healthCheckNodePort=31000, ipFamilies=["IPv4", "IPv6"]),
            [pod(node="node-0", ips=["10.1.1.1", "fd00::1"]), pod(node="node-1")],
            id="which-is-one-for-each-family",
        ),
    ],
)
def test_says_nothing_of_the_health_check(asked: Service, pods: list[Any]) -> None:
    seen = found(check, traced(asked, *pods, *NODES[:2]))
    assert seen
    assert all(len(each.evidence) == 1 for each in seen)


def test_both_policies_are_two_findings() -> None:
    issues = judged(traced(outside(internalTrafficPolicy="Local"), ON_NODE_0, *NODES))
    assert {"PTK01", "PTK02"} <= issues.keys()


@pytest.mark.parametrize("resource", ["nodes", "endpointslices"])
def test_is_not_decided_without(resource: str) -> None:
    assert "PTK02" not in judged(traced(outside(), ON_NODE_0, *NODES, unread=[forbidden(resource)]))


def test_slices_decide_whatever_the_pods_are() -> None:
    by_hand = endpoint_slice([EndpointPort(port=8080)], endpoint("10.0.0.1", node_name="node-0"))
    (seen,) = found(check, traced(outside(selector={}), by_hand, *NODES))
    assert "node-1, node-2" in seen.message
