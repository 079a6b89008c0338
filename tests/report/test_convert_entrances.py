from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.node import Node
from kubectl_porttrace.model.unread import NODE_ADDRESSES, Unread
from kubectl_porttrace.report.convert_entrances import entrances_of
from kubectl_porttrace.trace.service import TracedService
from tests.build import (
    LONG_AGO,
    NOW,
    endpoint,
    endpoint_slice,
    forbidden,
    headless,
    in_files,
    node,
    pod,
    policy,
    service,
    template,
    traced,
)

DUAL: Any = {"ipFamilies": ["IPv4", "IPv6"]}
BALANCED: dict[str, Any] = {"loadBalancer": {"ingress": [{"ip": "203.0.113.5"}, {"hostname": "lb.example.com"}]}}


@pytest.mark.parametrize(
    ("subject", "ways"),
    [
        pytest.param(service(), [("ClusterIP", "10.96.0.10", 80)], id="cluster-ip"),
        pytest.param(
            service({"port": 80, "nodePort": 30080}, type="NodePort"),
            [("ClusterIP", "10.96.0.10", 80), ("NodePort", None, 30080)],
            id="node-port",
        ),
        pytest.param(
            service(type="LoadBalancer", status=BALANCED),
            [
                ("ClusterIP", "10.96.0.10", 80),
                ("LoadBalancer", "203.0.113.5", 80),
                ("LoadBalancer", "lb.example.com", 80),
            ],
            id="load-balancer-on-the-service-port",
        ),
        pytest.param(
            service(externalIPs=["192.0.2.1"]),
            [("ClusterIP", "10.96.0.10", 80), ("ExternalIP", "192.0.2.1", 80)],
            id="external-ip",
        ),
        pytest.param(headless(externalIPs=["192.0.2.1"]), [], id="headless-has-none"),
        pytest.param(
            service(type="ExternalName", externalName="db.example.com"),
            [("ExternalName", "db.example.com", None)],
            id="external-name",
        ),
    ],
)
def test_ways_in(subject: Any, ways: list[tuple[str, str | None, int | None]]) -> None:
    entrances = entrances_of(traced(subject, pod()), ())
    assert [(entrance.kind, entrance.address, entrance.port) for entrance in entrances] == ways


def test_only_the_address_of_the_empty_family_is_broken() -> None:
    entrances = entrances_of(traced(service(**DUAL), pod()), ())
    assert [(entrance.address, entrance.verdict) for entrance in entrances] == [
        ("10.96.0.10", "wired"),
        ("fd00:96::10", "broken"),
    ]


NODE_PORT = {"port": 80, "nodePort": 30080}
LOCAL: dict[str, Any] = {"type": "NodePort", "externalTrafficPolicy": "Local"}
LB_LOCAL: dict[str, Any] = {"type": "LoadBalancer", "externalTrafficPolicy": "Local", "status": BALANCED}
LB, HOST = "LoadBalancer 203.0.113.5", "LoadBalancer lb.example.com"


@pytest.mark.parametrize(
    ("spec", "verdicts", "of_port"),
    [
        pytest.param(LOCAL, {"ClusterIP": "wired", "NodePort": "partial"}, "partial", id="outside-local"),
        pytest.param(
            {"type": "NodePort", "internalTrafficPolicy": "Local"},
            {"ClusterIP": "partial", "NodePort": "wired"},
            "partial",
            id="inside-local",
        ),
        pytest.param(
            LB_LOCAL,
            {"ClusterIP": "wired", "NodePort": "partial", LB: "wired", HOST: "wired"},
            "wired",
            id="load-balancer-local",
        ),
        pytest.param(
            {**LB_LOCAL, "externalIPs": ["192.0.2.1"]},
            {"ClusterIP": "wired", "NodePort": "partial", LB: "wired", HOST: "wired", "ExternalIP": "partial"},
            "partial",
            id="load-balancer-local-and-external-ip",
        ),
    ],
)
def test_each_entrance_is_judged_by_itself(spec: dict[str, Any], verdicts: dict[str, str], of_port: str) -> None:
    subject = traced(service(NODE_PORT, **spec), pod(), node("node-0"), node("node-1"))
    seen = {
        f"{each.kind} {each.address}" if each.kind == "LoadBalancer" else each.kind: each.verdict
        for each in entrances_of(subject, ())
    }
    assert seen == verdicts
    assert subject.verdict.word == of_port


def test_a_load_balancer_that_delivers_to_pods_itself_knows_no_policy() -> None:
    hosted = {"loadBalancer": {"ingress": [{"hostname": "lb.example.com"}]}}
    spec = {**LB_LOCAL, "status": hosted, "allocateLoadBalancerNodePorts": False}
    subject = traced(service(**spec), pod(node="gone"), node("node-0"), unread=[forbidden("nodes")])
    assert [each.verdict for each in entrances_of(subject, ())] == ["wired", "wired"]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(NODE_PORT, **LOCAL), pod(), unread=[forbidden("endpointslices")]), id="unread"),
        pytest.param(in_files(service(NODE_PORT, **LOCAL)), id="not-in-the-files"),
    ],
)
def test_is_unknown_where_the_port_is(subject: TracedService) -> None:
    assert {each.verdict for each in entrances_of(subject, ())} == {"unknown"}


TWO_NODES = (node("node-0", ips=["172.30.0.10", "fd00::10"]), node("node-1", ips=["172.30.0.11"]))


def node_ports(subject: TracedService) -> list[tuple[str | None, str | None, str]]:
    """Address, node and verdict of each node port."""
    entrances = entrances_of(subject, ())
    return [(each.address, each.node, each.verdict) for each in entrances if each.kind == "NodePort"]


def test_a_node_port_is_at_the_address_of_every_node() -> None:
    wired = [("172.30.0.10", "node-0", "wired"), ("172.30.0.11", "node-1", "wired")]
    assert node_ports(traced(service(NODE_PORT, type="NodePort"), pod(), *TWO_NODES)) == wired


def test_under_policy_local_each_node_is_judged_by_itself() -> None:
    seen = node_ports(traced(service(NODE_PORT, **LOCAL), pod(), *TWO_NODES))
    # The node's own pods are served all the same.
    assert seen == [("172.30.0.10", "node-0", "wired"), ("172.30.0.11", "node-1", "partial")]
    dead = node_ports(traced(service(NODE_PORT, **LOCAL), pod(ready=False), *TWO_NODES))
    assert {verdict for _, _, verdict in dead} == {"broken"}


def test_each_family_of_a_node_is_judged_by_itself() -> None:
    seen = node_ports(traced(service(NODE_PORT, type="NodePort", **DUAL), pod(), *TWO_NODES))
    assert seen == [
        ("172.30.0.10", "node-0", "wired"),
        ("fd00::10", "node-0", "broken"),
        ("172.30.0.11", "node-1", "wired"),
    ]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(
            traced(
                service(NODE_PORT, type="NodePort"),
                pod(),
                *TWO_NODES,
                unread=[Unread(NODE_ADDRESSES, None, "not-requested", "there are more")],
            ),
            id="more-than-were-read",
        ),
        pytest.param(traced(service(NODE_PORT, type="NodePort"), pod(), *TWO_NODES, node("node-2")), id="one-without"),
        pytest.param(
            traced(
                service(NODE_PORT, type="NodePort"),
                pod(),
                *(node(f"node-{n}", ips=[f"172.30.1.{n}"]) for n in range(12)),
            ),
            id="more-than-are-shown",
        ),
    ],
)
def test_any_node_does_where_not_all_are_named(subject: TracedService) -> None:
    first, *rest = node_ports(subject)
    assert first == (None, None, "wired")
    assert 2 <= len(rest) <= 10


def test_an_address_of_a_node_inside_comes_before_one_outside() -> None:
    both = [{"type": "ExternalIP", "address": "198.51.100.1"}, {"type": "InternalIP", "address": "172.30.0.10"}]
    placed = msgspec.convert({"metadata": {"name": "node-0"}, "status": {"addresses": both}}, Node)
    outside = msgspec.convert({"metadata": {"name": "node-1"}, "status": {"addresses": both[:1]}}, Node)
    assert [(placed.host_ips, outside.host_ips)] == [(("172.30.0.10",), ("198.51.100.1",))]


@pytest.mark.parametrize(
    ("created", "verdict"),
    [
        pytest.param(NOW - timedelta(minutes=9), "unknown", id="it-may-still-come"),
        pytest.param(LONG_AGO, "broken", id="it-had-its-time"),
    ],
)
def test_a_load_balancer_without_an_address_is_an_entrance_without_one(created: datetime, verdict: str) -> None:
    waiting = service(type="LoadBalancer", status={}, metadata={"creationTimestamp": created})
    entrance = entrances_of(traced(waiting, pod()), ())[-1]
    assert (entrance.kind, entrance.address, entrance.verdict) == ("LoadBalancer", None, verdict)
    assert not [each for each in entrances_of(in_files(waiting, template()), ()) if each.kind == "LoadBalancer"]


def test_what_is_found_on_one_way_in_is_not_said_of_another() -> None:
    subject = traced(service(NODE_PORT, **LOCAL, internalTrafficPolicy="Local"), pod(), node("node-0"), node("node-1"))
    report = diagnose(subject.snapshot)
    findings = {each.kind: set(each.findings) for each in report.services[0].entrances}
    assert findings["ClusterIP"] - findings["NodePort"] == {"PTK01"}
    assert findings["NodePort"] - findings["ClusterIP"] == {"PTK02"}


@pytest.mark.parametrize(
    ("policy", "verdict"),
    [pytest.param("Local", "broken", id="local-to-no-node"), pytest.param("Cluster", "wired", id="anywhere")],
)
def test_a_cluster_ip_that_is_local_to_no_node_is_broken_though_the_node_port_is_not(policy: str, verdict: str) -> None:
    asked = service({"port": 80, "nodePort": 30080}, selector={}, type="NodePort", internalTrafficPolicy=policy)
    endpoint_slices = endpoint_slice([EndpointPort(port=8080)], endpoint("10.0.0.1"))
    inside, outside = entrances_of(traced(asked, endpoint_slices, node("node-0")), ())
    assert inside.verdict == verdict
    assert outside.verdict != "broken"


def test_under_policy_local_a_node_serves_as_a_network_policy_lets_its_own_pods() -> None:
    pods = (pod(node="node-0"), pod(node="node-1", labels={"app": "web", "shut": "yes"}))
    shut = policy(podSelector={"matchLabels": {"shut": "yes"}})
    nodes = [node(f"node-{number}", ips=[f"172.18.0.{number + 2}"]) for number in (0, 1)]
    found = entrances_of(traced(service(NODE_PORT, **LOCAL), *pods, *nodes, shut), ())
    assert [(each.node, each.verdict) for each in found if each.kind == "NodePort"] == [
        ("node-0", "wired"),
        ("node-1", "broken"),
    ]
