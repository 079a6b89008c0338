"""Pods that are there and do not count, and what holds them back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cluster.api import Manifest
from tests.cluster.objects import container, container_port, service, service_port, sidecar
from tests.end_to_end.case import Case, case, hand_pod
from tests.end_to_end.seen import Seen

HTTP = container("app", container_port(8080, "http"))
TO_HTTP = service_port(80, "http")
GATE = "example.com/in-load-balancer"
UNREADY: dict[str, Any] = {"slices": ["8080/TCP: 0 unready"], "traffic": ["80/TCP broken (0:8080)"]}


def probed(field: str, **probe: Any) -> Manifest:
    """Return the container with one probe."""
    return HTTP | {field: probe}


def status_of(name: str, *, ready: bool, **state: Any) -> Manifest:
    """Return what a kubelet says of one container."""
    running = {"running": {"startedAt": "2026-01-01T00:00:00Z"}}
    about = {"name": name, "image": "example.test/app:1", "imageID": "", "ready": ready, "restartCount": 0}
    return about | {"started": True, "state": state or running}


CASES = (
    case(
        service("healthy", TO_HTTP),
        "healthy with a probe and a sidecar",
        hand_pod(
            probed("readinessProbe", httpGet={"port": "http"}),
            init_containers=(sidecar("proxy"),),
            status={"initContainerStatuses": [status_of("proxy", ready=True)]},
        ),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP wired 0:8080"],
    ),
    case(
        service("probe", TO_HTTP),
        "probe not passed",
        hand_pod(probed("readinessProbe", httpGet={"port": "http"}), state="unready"),
        errors=["PTP25"],
        **UNREADY,
    ),
    case(
        service("crash", TO_HTTP),
        "container that crashes",
        hand_pod(
            HTTP,
            state="unready",
            status={"containerStatuses": [status_of("app", ready=False, waiting={"reason": "CrashLoopBackOff"})]},
        ),
        errors=["PTP21"],
        **UNREADY,
    ),
    case(
        service("some", TO_HTTP),
        "one of two not ready",
        hand_pod(HTTP, state="unready"),
        hand_pod(HTTP, n=1),
        slices=["8080/TCP: 0 unready, 1 ready"],
        traffic=["80/TCP wired (0:8080) 1:8080"],
        warnings=["PTP08"],
    ),
    case(
        service("sidecar", TO_HTTP),
        "sidecar not ready",
        hand_pod(
            HTTP,
            init_containers=(sidecar("proxy"),),
            state="unready",
            status={
                "containerStatuses": [status_of("app", ready=True)],
                "initContainerStatuses": [status_of("proxy", ready=False)],
            },
        ),
        errors=["PTP13"],
        **UNREADY,
    ),
    case(
        service("gate", TO_HTTP),
        "readiness gate not met",
        hand_pod(
            HTTP,
            readinessGates=[{"conditionType": GATE}],
            state="unready",
            status={
                "containerStatuses": [status_of("app", ready=True)],
                "conditions": [{"type": "ContainersReady", "status": "True"}],
            },
        ),
        errors=["PTP14"],
        **UNREADY,
    ),
    case(
        service("startup", TO_HTTP),
        "startup probe of a name that is not there",
        hand_pod(probed("startupProbe", httpGet={"port": "web"}), state="unready"),
        errors=["PTB02"],
        **UNREADY,
    ),
    case(
        service("neighbour", TO_HTTP),
        "readiness probe of another container's name",
        hand_pod(
            probed("readinessProbe", httpGet={"port": "admin"}),
            container("admin", container_port(9000, "admin")),
            state="unready",
        ),
        errors=["PTB04"],
        **UNREADY,
    ),
    case(
        service("udp", TO_HTTP),
        "probe of a UDP port",
        hand_pod(
            container("app", container_port(8080, "http"), container_port(53, "dns", "UDP"))
            | {"livenessProbe": {"tcpSocket": {"port": "dns"}}}
        ),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP wired 0:8080"],
        warnings=["PTB05"],
    ),
    case(
        service(
            "published", TO_HTTP, clusterIP="None", publishNotReadyAddresses=True, ports=[service_port(8080, "http")]
        ),
        "headless peers published before they are ready",
        hand_pod(HTTP, state="unready"),
        slices=["headless 8080/TCP: 0 ready not-serving"],
        traffic=["8080/TCP wired 0:8080"],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(seen: Seen, case: Case) -> None:
    assert seen.outcome(case) == case.outcome
    assert seen.alone(case) == case.outcome
