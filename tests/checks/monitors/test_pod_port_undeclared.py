from typing import Any

import pytest

from kubectl_porttrace.checks.monitors.pod_port_undeclared import pod_port_undeclared
from kubectl_porttrace.model.pod import Pod
from tests.build import container, found, pod, port, traced_route
from tests.build.callers import monitor

DECLARED = container(port(9090, "metrics"))
ALL = frozenset({"shop"})
ENDPOINTS = [
    pytest.param({"port": "metrics"}, "port", id="name"),
    pytest.param({"port": "metr.*"}, "port", id="expression"),
    pytest.param({"portNumber": 9090}, "portNumber", id="number"),
    pytest.param({"targetPort": "metrics"}, "targetPort", id="old-field"),
]


@pytest.mark.parametrize(("endpoint", "field"), ENDPOINTS)
def test_fires_where_no_pod_declares_it(endpoint: dict[str, Any], field: str) -> None:
    pods_of = monitor(endpoint, kind="PodMonitor")
    subject = traced_route(pods_of, pod(container(port(8080, "http"))), complete_namespaces=ALL)
    (finding,) = found(pod_port_undeclared, subject)
    assert finding.path == f"spec.podMetricsEndpoints[0].{field}"


@pytest.mark.parametrize(("endpoint", "field"), ENDPOINTS)
@pytest.mark.parametrize(
    "pods",
    [
        pytest.param((pod(DECLARED),), id="all-declare"),
        pytest.param((pod(DECLARED), pod()), id="some-declare"),
        pytest.param((pod(container(), init=[container(port(9090, "metrics"))]),), id="an-init-container-declares"),
        pytest.param((), id="no-pod"),
        pytest.param((pod(labels={"app": "other"}),), id="other-pods"),
        pytest.param((pod(namespace="other"),), id="pods-elsewhere"),
        pytest.param((pod(phase="Succeeded"),), id="pods-that-ended"),
    ],
)
def test_stays_silent(endpoint: dict[str, Any], field: str, pods: tuple[Pod, ...]) -> None:
    del field
    subject = traced_route(monitor(endpoint, kind="PodMonitor"), *pods, complete_namespaces=ALL)
    assert found(pod_port_undeclared, subject) == []


@pytest.mark.parametrize(
    ("where", "read"),
    [
        pytest.param({}, frozenset(), id="only-some-pods"),
        pytest.param({"namespaceSelector": {"matchNames": ["shop", "other"]}}, ALL, id="not-those-of-all-namespaces"),
        pytest.param({"namespaceSelector": {"any": True}}, ALL, id="not-those-of-the-cluster"),
    ],
)
def test_stays_silent_where_not_all_pods_were_read(where: dict[str, Any], read: frozenset[str]) -> None:
    pods_of = monitor({"port": "metrics"}, kind="PodMonitor", **where)
    subject = traced_route(pods_of, pod(container(port(8080, "http"))), complete_namespaces=read, listed=frozenset())
    assert found(pod_port_undeclared, subject) == []
