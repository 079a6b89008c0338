"""What a Service's own spec gives away, whatever its pods do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.case import Case, case, hand_pod
from tests.end_to_end.seen import Seen, above_notes, read_report

HTTP = container("app", container_port(8080, "http"))
TO_HTTP = service_port(80, "http")
WIRED: dict[str, Any] = {"slices": ["8080/TCP: 0 ready"], "traffic": ["80/TCP wired 0:8080"]}


def annotated(manifest: Manifest, **annotations: str) -> Manifest:
    """Return the object with annotations of the group service.kubernetes.io, `_` standing for `-`."""
    keyed = {f"service.kubernetes.io/{key.replace('_', '-')}": value for key, value in annotations.items()}
    return manifest | {"metadata": manifest["metadata"] | {"annotations": keyed}}


def applied_client_side(manifest: Manifest) -> Manifest:
    """Return the object as `kubectl apply` marks it."""
    marked = {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}"}}
    return manifest | {"metadata": manifest["metadata"] | marked}


def balance(name: str, *ips: str) -> Callable[[Namespace], object]:
    """Give a load balancer's addresses, as its provider does."""
    status = {"loadBalancer": {"ingress": [{"ip": ip} for ip in ips]}}
    return lambda namespace: namespace.api.patch(namespace.path("Service", name) + "/status", {"status": status})


DNS = container("dns", container_port(53, "dns", "UDP"), container_port(53, "dns-tcp"))
DNS_PORTS = (service_port(53, "dns", "dns", "UDP"), service_port(53, "dns-tcp", "dns-tcp"))

CASES = (
    case(
        service("balanced", TO_HTTP, type="LoadBalancer", loadBalancerSourceRanges=["10.0.0.0/8"]),
        "healthy load balancer",
        hand_pod(HTTP),
        then=balance("balanced", "203.0.113.10"),
        **WIRED,
    ),
    case(
        service(
            "open",
            TO_HTTP,
            type="LoadBalancer",
            ipFamilyPolicy="RequireDualStack",
            loadBalancerSourceRanges=["10.0.0.0/8"],
        ),
        "source ranges of one family alone",
        hand_pod(HTTP, ips=("10.9.60.1", "fd00:9:60::1")),
        then=balance("open", "203.0.113.11", "2001:db8::11"),
        slices=["8080/TCP: 0 ready", "IPv6 8080/TCP: 0 ready"],
        traffic=["80/TCP wired 0:8080 0:8080"],
        warnings=["PTS21"],
    ),
    case(
        applied_client_side(service("merged", *DNS_PORTS)),
        "two protocols applied client-side",
        hand_pod(DNS),
        slices=["dns-tcp:53/TCP, dns:53/UDP: 0 ready"],
        traffic=["dns:53/UDP wired 0:53", "dns-tcp:53/TCP wired 0:53"],
        warnings=["PTS06"],
    ),
    case(
        service("external", TO_HTTP, externalIPs=["203.0.113.12"]),
        "external IPs",
        hand_pod(HTTP),
        notes=["PTS14"],
        **WIRED,
    ),
    case(
        annotated(service("hinted", TO_HTTP, trafficDistribution="PreferClose"), topology_mode="Auto"),
        "deprecated and overridden distribution",
        hand_pod(HTTP),
        notes=["PTS15", "PTS16"],
        **WIRED,
    ),
    case(
        service("long", service_port(80, "http", "a-name-of-many-letters")),
        "name that no Ingress can use",
        hand_pod(HTTP),
        slices=["a-name-of-many-letters:8080/TCP: 0 ready"],
        traffic=["a-name-of-many-letters:80/TCP wired 0:8080"],
        notes=["PTS17"],
    ),
    case(
        service("sticky", service_port(8080, "http"), clusterIP="None", sessionAffinity="ClientIP"),
        "affinity on a headless Service",
        hand_pod(HTTP),
        slices=["headless 8080/TCP: 0 ready"],
        traffic=["8080/TCP wired 0:8080"],
        notes=["PTS13"],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(seen: Seen, case: Case) -> None:
    assert seen.outcome(case) == case.outcome
    assert seen.alone(case) == case.outcome


def test_service_being_deleted(namespace: Namespace, porttrace: Porttrace) -> None:
    held = service("web", TO_HTTP)
    namespace.create(held | {"metadata": held["metadata"] | {"finalizers": ["porttrace.test/held"]}})
    namespace.run_pod(hand_pod(HTTP).of("web").manifest)
    namespace.wait_for_endpoints("web", ready=1)
    namespace.delete("Service", "web")
    report = read_report(porttrace("web", "-o", "json"), exit_code=0)
    namespace.patch("Service", "web", {"metadata": {"finalizers": None}})
    assert report["services"][0]["verdict"] == "wired"
    assert above_notes(report) == [("PTS20", "warning")]
