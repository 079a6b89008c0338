"""PodMonitors beside the Services whose pods they select."""

from typing import Any

import pytest

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.reference import Referrer
from kubectl_porttrace.trace.routes.following import referrers_of, trace_referrer
from kubectl_porttrace.trace.verdict import Verdict
from tests.build import cluster, container, pod, port, service
from tests.build.callers import monitor

METRICS = pod(container(port(8080, "http"), port(9090, "metrics")))
WEB = service({"name": "http", "port": 80, "targetPort": 8080})


@pytest.mark.parametrize(
    ("pods", "named"),
    [
        pytest.param((METRICS,), True, id="its-pods"),
        pytest.param((pod(container(port(8080))),), True, id="its-pods-without-the-port"),
        pytest.param((pod(labels={"app": "db"}),), False, id="other-pods"),
        pytest.param((pod(namespace="other"),), False, id="pods-elsewhere"),
        pytest.param((pod(phase="Succeeded"),), False, id="pods-that-ended"),
    ],
)
def test_which_services_it_is_told_of(pods: tuple[Pod, ...], named: bool) -> None:  # noqa: FBT001 - a table
    snapshot = cluster(WEB, *pods, monitor({"port": "metrics"}, kind="PodMonitor"))
    assert list(referrers_of(snapshot, "shop", "web")) == [Referrer("PodMonitor", "shop", "web")] * named


@pytest.mark.parametrize("endpoint", [{"port": "metrics"}, {"portNumber": 9090}, {"path": "/metrics"}])
def test_a_dead_service_port_does_not_matter_to_it(endpoint: dict[str, Any]) -> None:
    dead = service({"name": "http", "port": 80, "targetPort": "nothing"})
    snapshot = cluster(dead, METRICS, monitor(endpoint, kind="PodMonitor"))
    traced = trace_referrer(snapshot, Referrer("PodMonitor", "shop", "web"))
    assert traced.verdict is Verdict.WIRED
    assert traced.backends[0].ports == ()


def test_where_pods_of_some_services_declare_the_port_only_these_are_meant() -> None:
    database = service(name="db", selector={"app": "web", "tier": "db"})
    other = pod(container(port(5432)), name="db-0", labels={"app": "web", "tier": "db"})
    front = service(selector={"app": "web", "tier": "front"})
    mine = pod(container(port(9090, "metrics")), labels={"app": "web", "tier": "front"})
    snapshot = cluster(front, database, mine, other, monitor({"port": "metrics"}, kind="PodMonitor"))
    assert [each.service_name for each in snapshot.referring.of(Referrer("PodMonitor", "shop", "web"))] == ["web"]
