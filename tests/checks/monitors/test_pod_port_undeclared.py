from typing import Any

import pytest

from kubectl_porttrace.checks.monitors.pod_port_undeclared import pod_port_undeclared
from kubectl_porttrace.model.pod import Pod
from tests.build import container, found, pod, port, traced_route
from tests.build.callers import monitor

DECLARED = container(port(9090, "metrics"))
ENDPOINTS = [
    pytest.param({"port": "metrics"}, "port", id="name"),
    pytest.param({"port": "metr.*"}, "port", id="expression"),
    pytest.param({"portNumber": 9090}, "portNumber", id="number"),
    pytest.param({"targetPort": "metrics"}, "targetPort", id="old-field"),
]


@pytest.mark.parametrize(("endpoint", "field"), ENDPOINTS)
def test_fires_where_no_pod_declares_it(endpoint: dict[str, Any], field: str) -> None:
    subject = traced_route(monitor(endpoint, kind="PodMonitor"), pod(container(port(8080, "http"))))
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
    assert found(pod_port_undeclared, traced_route(monitor(endpoint, kind="PodMonitor"), *pods)) == []
