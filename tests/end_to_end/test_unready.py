"""Why pods are not ready, as the kubelet, the scheduler and the node controller write it on a real API server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.end_to_end.case import Case, HandPod, case, hand_pod
from tests.end_to_end.seen import Seen

WEB = container("web", container_port(8080, "http")) | {"image": "ghcr.io/acme/web:1.9"}
TO_HTTP = service_port(80, "http")
PROBE = {"httpGet": {"port": "http", "path": "/healthz"}}
BROKEN: dict[str, Any] = {"slices": ["8080/TCP: 0 unready"], "traffic": ["80/TCP broken (0:8080)"]}
PENDING: dict[str, Any] = {"slices": ["no ports: nobody"], "traffic": ["80/TCP broken"]}


def waiting(reason: str, message: str = "", **more: Any) -> Manifest:
    """Return what a kubelet says of container web while it waits."""
    state = {"waiting": {"reason": reason, "message": message}}
    return {
        "name": "web",
        "image": WEB["image"],
        "imageID": "",
        "ready": False,
        "restartCount": 0,
        "state": state,
    } | more


def crashing(code: int, reason: str, restarts: int = 17) -> Manifest:
    """Return what it says between two starts."""
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    last = {"terminated": {"exitCode": code, "reason": reason, "startedAt": now, "finishedAt": now}}
    return waiting("CrashLoopBackOff", "back-off 5m0s", restartCount=restarts, lastState=last)


def held(status: Manifest, *containers: Manifest, **more: Any) -> HandPod:
    """Return a pod that is not ready, with that status of its container."""
    return hand_pod(*(containers or (WEB,)), state="unready", status={"containerStatuses": [status]}, **more)


def event(pod: str, reason: str, message: str, container_name: str = "") -> Callable[[Namespace], object]:
    """Return what writes an event about a pod, as a kubelet does."""

    def write(namespace: Namespace) -> object:
        about: Manifest = {"apiVersion": "v1", "kind": "Pod", "name": pod, "namespace": namespace.name}
        if container_name:
            about["fieldPath"] = f"spec.containers{{{container_name}}}"
        now = (datetime.now(timezone.utc) - timedelta(seconds=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
        return namespace.apply(
            {
                "apiVersion": "v1",
                "kind": "Event",
                "metadata": {"name": f"{pod}.{reason.lower()}"},
                "involvedObject": about,
                "reason": reason,
                "message": message,
                "type": "Warning",
                "firstTimestamp": now,
                "lastTimestamp": now,
            }
        )

    return write


def scheduled_or_not(namespace: Namespace) -> object:
    """Wait until the real scheduler has said what it makes of pod node-0."""

    def told() -> bool:
        conditions = namespace.get("Pod", "node-0").get("status", {}).get("conditions", ())
        return any(each["type"] == "PodScheduled" and each.get("message") for each in conditions)

    return namespace.wait_for(told, "the scheduler")


CASES = (
    case(
        service("image", TO_HTTP),
        "image that does not exist",
        held(waiting("ErrImagePull", 'rpc error: code = NotFound desc = "ghcr.io/acme/web:1.9": not found')),
        errors=["PTP20"],
        **BROKEN,
    ),
    case(
        service("backoff", TO_HTTP),
        "pull that waits, the event says why",
        held(waiting("ImagePullBackOff", "Back-off pulling image")),
        errors=["PTP20"],
        then=event("backoff-0", "Failed", 'Failed to pull image "ghcr.io/acme/web:1.9": 401 Unauthorized', "web"),
        **BROKEN,
    ),
    case(service("oom", TO_HTTP), "out of memory", held(crashing(137, "OOMKilled")), errors=["PTP21"], **BROKEN),
    case(
        service("config", TO_HTTP),
        "secret missing",
        held(waiting("CreateContainerConfigError", 'secret "db" not found')),
        errors=["PTP22"],
        **BROKEN,
    ),
    case(
        service("node", TO_HTTP),
        "no node takes the pod",
        pod("node-0", WEB, labels={"app": "node"}, node=None, nodeSelector={"example.com/disk": "none-has-it"}),
        then=scheduled_or_not,
        errors=["PTP24"],
        **PENDING,
    ),
    case(
        service("probe", TO_HTTP),
        "probe refused",
        hand_pod(WEB | {"readinessProbe": PROBE}, state="unready"),
        errors=["PTP25"],
        then=event("probe-0", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", "web"),
        **BROKEN,
    ),
    case(
        service("volume", TO_HTTP),
        "volume whose secret is missing",
        hand_pod(WEB, state="pending", ips=()),
        errors=["PTP28"],
        then=event(
            "volume-0", "FailedMount", 'MountVolume.SetUp failed for volume "tls" : secret "tls-cert" not found'
        ),
        **PENDING,
    ),
)

HEADLINES = {
    "image": "cannot pull image of web: not in the registry: ghcr.io/acme/web:1.9",
    "backoff": "cannot pull image of web: access denied or no such image: ghcr.io/acme/web:1.9",
    "oom": "container web runs out of memory and is killed (OOMKilled, no limit of its own) (17 restarts)",
    "config": "container web needs Secret db, which does not exist",
    "node": "no node takes the pod: nodeSelector or node affinity does not match (",
    "probe": "readiness probe of web fails: HTTP 503 (GET :8080/healthz)",
    "volume": "volume tls needs Secret tls-cert, which does not exist",
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_seen_among_all_services_of_the_namespace(seen: Seen, case: Case) -> None:
    assert seen.outcome(case) == case.outcome


@pytest.mark.parametrize("case", CASES, ids=str)
def test_seen_where_only_the_service_is_asked_for(seen: Seen, case: Case) -> None:
    assert seen.alone(case) == case.outcome


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_headline_names_the_cause(seen: Seen, case: Case) -> None:
    ours = [each for each in seen.report["findings"] if each["subject"]["name"] == case.name]
    (error,) = [each["message"] for each in ours if each["severity"] == "error"]
    assert error.startswith(f"no pod is ready: {HEADLINES[case.name]}")
