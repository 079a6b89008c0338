"""Whole Services whose probes are at fault: exactly one root cause, and nothing where the probes are right."""

from typing import Any

import pytest

from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import container, judged, manifests, pod, port, serious, service, sidecar, template, traced

PORT = {"name": "http", "port": 80, "targetPort": "http"}
TCP = {"tcpSocket": {"port": 80}}
STATUS = {
    "containerStatuses": [{"name": "app", "state": {"running": {}}}],
    "conditions": [{"type": "Ready", "status": "False"}],
}


def app(**spec: Any) -> Container:
    return container(port(8080, "http"), spec={"readinessProbe": {"httpGet": {"port": "http"}}, **spec})


def dials(written: int | str) -> dict[str, Any]:
    return {"httpGet": {"port": written}}


def unready(*containers: Container, **fields: Any) -> Pod:
    return pod(*containers, ready=False, status=STATUS, owner=("StatefulSet", "web"), **fields)


def ready(*containers: Container, **fields: Any) -> Pod:
    return pod(*containers, owner=("StatefulSet", "web"), **fields)


def scenario(*pods: Pod) -> TracedService:
    return traced(service(PORT), *pods)


def from_files(*templates: Pod) -> TracedService:
    snapshot = manifests(service(PORT), *templates)
    return trace_service(snapshot, snapshot.services[0])


WEB = container(port(9090, "web"), name="web", spec={"readinessProbe": dials("web")})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(scenario(ready(app()), ready(app())), id="one-container"),
        pytest.param(scenario(ready(app(livenessProbe=dials(8080), startupProbe=dials("http")))), id="all-probes"),
        pytest.param(scenario(ready(app(lifecycle={"preStop": dials("http")}))), id="hook"),
        pytest.param(scenario(ready(app(), init=[sidecar(port(15090, "metrics"))])), id="sidecar"),
        pytest.param(scenario(ready(app(), WEB)), id="two-containers"),
        pytest.param(from_files(template(app())), id="files"),
    ],
)
def test_right_probes_yield_nothing(subject: TracedService) -> None:
    assert judged(subject) == {}


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        pytest.param(scenario(unready(app(readinessProbe=dials("web")))), {"PTB01": "error"}, id="readiness"),
        pytest.param(scenario(unready(app(startupProbe=dials("web")))), {"PTB02": "error"}, id="startup"),
        pytest.param(scenario(ready(app(livenessProbe=dials("web")))), {"PTB03": "warning"}, id="liveness"),
        pytest.param(
            scenario(unready(app(readinessProbe=dials("web")), WEB)), {"PTB04": "error"}, id="in-another-container"
        ),
        pytest.param(
            scenario(unready(app(lifecycle={"postStart": TCP}))),
            {"PTB06": "error"},
            id="post-start",
        ),
        pytest.param(
            scenario(ready(app(lifecycle={"preStop": TCP}))),
            {"PTB07": "warning"},
            id="pre-stop",
        ),
        pytest.param(
            scenario(unready(app(readinessProbe=dials("web"))), ready(app())), {"PTB01": "warning"}, id="new-revision"
        ),
        pytest.param(
            scenario(unready(app(readinessProbe=dials("web"))), unready(app())),
            {"PTP25": "error", "PTB01": "warning"},
            id="one-cause-beside-another",
        ),
        pytest.param(
            scenario(unready(app(livenessProbe=dials("web")))),
            {"PTP25": "error", "PTB03": "warning"},
            id="besides",
        ),
        pytest.param(from_files(template(app(readinessProbe=dials("web")))), {"PTB01": "error"}, id="files"),
    ],
)
def test_one_root_cause_for_each_failure(subject: TracedService, expected: dict[str, str]) -> None:
    assert serious(subject) == expected
