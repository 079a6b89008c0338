from typing import Any

import pytest

from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.report.convert_entrances import entrances_of
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoint, endpoint_slice, forbidden, headless, in_files, node, pod, service, traced

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
