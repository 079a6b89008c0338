from typing import Any

import pytest

from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.report.convert_entrances import entrances_of
from tests.build import endpoint, endpoint_slice, headless, node, pod, service, traced

DUAL: Any = {"ipFamilies": ["IPv4", "IPv6"]}
BALANCED = {"loadBalancer": {"ingress": [{"ip": "203.0.113.5"}, {"hostname": "lb.example.com"}]}}


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
        ("10.96.0.10", "partial"),
        ("fd00:96::10", "broken"),
    ]


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
