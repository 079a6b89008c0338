"""Load balancers, node ports, zones and names: what the cluster's own controllers and a provider make of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cluster.nodes import HAND_NODES
from tests.cluster.objects import container, container_port, service, service_port
from tests.end_to_end.balanced import HTTP, TO_HTTP, status, warn
from tests.end_to_end.case import Case, case, hand_pod
from tests.end_to_end.seen import Seen

WIRED: dict[str, Any] = {"slices": ["8080/TCP: 0 ready"], "traffic": ["80/TCP wired 0:8080"]}
CLEANUP = "service.kubernetes.io/load-balancer-cleanup"
AUTO = {"annotations": {"service.kubernetes.io/topology-mode": "Auto"}}
HOSTED = {"hostname": "lb.example.com"}
ERROR = {"port": 80, "protocol": "TCP", "error": "example.com/NotSupported"}
CONDITION = {
    "type": "LoadBalancerPortsError",
    "status": "True",
    "reason": "LoadBalancerMixedProtocolNotSupported",
    "message": "one protocol only",
    "lastTransitionTime": "2026-01-01T00:00:00Z",
}
CASES = (
    case(
        service("pathless", TO_HTTP, type="LoadBalancer", allocateLoadBalancerNodePorts=False),
        "host name without node ports",
        hand_pod(HTTP),
        then=status("pathless", HOSTED),
        warnings=["PTK04"],
        **WIRED,
    ),
    case(
        service("pathed", TO_HTTP, type="LoadBalancer"),
        "host name with node ports",
        hand_pod(HTTP),
        then=status("pathed", HOSTED),
        **WIRED,
    ),
    case(
        service("refused", TO_HTTP, type="LoadBalancer"),
        "port that the provider refuses",
        hand_pod(HTTP),
        then=status("refused", {"ip": "203.0.113.21", "ports": [ERROR]}),
        errors=["PTK07"],
        **WIRED,
    ),
    case(
        service("mixed", TO_HTTP, type="LoadBalancer"),
        "condition of the provider",
        hand_pod(HTTP),
        then=status("mixed", {"ip": "203.0.113.22"}, conditions=(CONDITION,)),
        errors=["PTK07"],
        **WIRED,
    ),
    case(
        service("waiting", TO_HTTP, type="LoadBalancer"),
        "no address yet, and still in time",
        hand_pod(HTTP),
        **WIRED,
    ),
    case(
        service("shared-a", TO_HTTP, externalIPs=["203.0.113.31"]),
        "external IP of another",
        hand_pod(HTTP),
        warnings=["PTK12"],
        **WIRED,
    ),
    case(
        service("shared-b", TO_HTTP, externalIPs=["203.0.113.31"]),
        "external IP of yet another",
        hand_pod(HTTP),
        warnings=["PTK12"],
        **WIRED,
    ),
    case(
        service("balanced-a", TO_HTTP, type="LoadBalancer"),
        "load balancer with the address of another",
        hand_pod(HTTP),
        then=status("balanced-a", {"ip": "203.0.113.32"}),
        warnings=["PTK12"],
        **WIRED,
    ),
    case(
        service("balanced-b", TO_HTTP, type="LoadBalancer"),
        "load balancer with the address of yet another",
        hand_pod(HTTP),
        then=status("balanced-b", {"ip": "203.0.113.32"}),
        warnings=["PTK12"],
        **WIRED,
    ),
    case(
        service("balanced-c", TO_HTTP, type="LoadBalancer"),
        "load balancer whose address only a proxy has",
        hand_pod(HTTP),
        then=status("balanced-c", {"ip": "203.0.113.32", "ipMode": "Proxy"}),
        **WIRED,
    ),
    case(
        service("shared-c", service_port(81, "http"), externalIPs=["203.0.113.31"]),
        "external IP of another with another port",
        hand_pod(HTTP),
        slices=["8080/TCP: 0 ready"],
        traffic=["81/TCP wired 0:8080"],
    ),
    case(
        service("on-node", TO_HTTP),
        "backend on the network of its node",
        hand_pod(container("app", container_port(8080, "http")), hostNetwork=True),
        notes=["PTK16"],
        **WIRED,
    ),
    case(
        service("doubled", TO_HTTP),
        "address that the API server gave twice",
        hand_pod(HTTP),
        then=lambda namespace: warn(
            namespace,
            "doubled",
            "ClusterIPAlreadyAllocated",
            "Cluster IP [IPv4]:10.0.0.1 was assigned to multiple services",
        ),
        warnings=["PTK18"],
        **WIRED,
    ),
    case(
        service("repaired", TO_HTTP),
        "address that the API server puts right",
        hand_pod(HTTP),
        then=lambda namespace: warn(
            namespace, "repaired", "ClusterIPNotAllocated", "Cluster IP [IPv4]: 10.0.0.1 is not allocated; repairing"
        ),
        notes=["PTK18"],
        **WIRED,
    ),
    case(
        service("zoned", TO_HTTP, trafficDistribution="PreferSameZone"),
        "every endpoint with a zone",
        hand_pod(HTTP),
        **WIRED,
    ),
    case(
        service("zoneless", TO_HTTP, trafficDistribution="PreferSameZone", publishNotReadyAddresses=True),
        "one endpoint without a zone",
        hand_pod(HTTP),
        hand_pod(HTTP, n=1).on("gone-away"),
        slices=["8080/TCP: 0 ready, 1 ready"],
        traffic=["80/TCP wired 0:8080 1:8080"],
        warnings=["PTS22"],
        notes=["PTK09"],
    ),
    case(
        service("crowded", TO_HTTP, trafficDistribution="PreferSameZone"),
        "most endpoints in one zone",
        *(hand_pod(HTTP, n=n).on(HAND_NODES[1 if n else 0]) for n in range(9)),
        slices=["8080/TCP: " + ", ".join(f"{n} ready" for n in range(9))],
        traffic=["80/TCP wired " + " ".join(f"{n}:8080" for n in range(9))],
        warnings=["PTK10"],
    ),
    case(
        service("hinted", TO_HTTP) | {"metadata": {"name": "hinted", **AUTO}},
        "hints for fewer endpoints than zones",
        hand_pod(HTTP),
        notes=["PTK11"],
        **WIRED,
    ),
    case(
        service("named", service_port(8080, "http"), clusterIP="None"),
        "hostname without a subdomain",
        hand_pod(HTTP, hostname="one"),
        slices=["headless 8080/TCP: 0 ready"],
        traffic=["8080/TCP wired 0:8080"],
        notes=["PTD05"],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(seen: Seen, case: Case) -> None:
    assert seen.outcome(case) == case.outcome
    assert seen.alone(case) == case.outcome
