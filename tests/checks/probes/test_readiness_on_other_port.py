from typing import Any

import pytest

from kubectl_porttrace.checks.probes.readiness_on_other_port import readiness_on_other_port as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, port, service, traced

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
ELSEWHERE = {"readinessProbe": {"grpc": {"port": 1}}}
ADMIN = {"name": "admin", "port": 81, "targetPort": 8081}


def probing(written: int | str | None, handler: str = "httpGet", kind: str = "readinessProbe") -> TracedService:
    return traced(service(HTTP), pod(probed(written, handler, kind)))


def probed(written: int | str | None, handler: str = "httpGet", kind: str = "readinessProbe") -> Any:
    probe = {} if written is None else {handler: {"port": written}}
    return container(port(8080, "http"), port(8081, "admin"), spec={kind: probe})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(probing("http"), id="served-by-name"),
        pytest.param(probing(8080), id="served-by-number"),
        pytest.param(probing("web"), id="no-such-name-is-another-failure"),
        pytest.param(probing(None), id="exec"),
        pytest.param(probing(8081, kind="livenessProbe"), id="another-probe"),
        pytest.param(probing(15020), id="through-the-agent-of-istio"),
        pytest.param(traced(service(HTTP, ADMIN), pod(probed(8081))), id="another-port-of-this-service"),
        pytest.param(traced(service(HTTP), pod(container(port(8080, "http")))), id="no-probe"),
        pytest.param(
            traced(
                service(HTTP), pod(probed(8080), container(name="b", spec={"readinessProbe": {"grpc": {"port": 1}}}))
            ),
            id="probe-of-another-container",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("written", "handler"),
    [
        pytest.param(8081, "httpGet", id="number"),
        pytest.param("admin", "tcpSocket", id="name"),
        pytest.param(9999, "grpc", id="grpc"),
    ],
)
def test_fires(written: int | str, handler: str) -> None:
    subject = probing(written, handler)
    (issue,) = found(check, subject)
    assert (issue.path, issue.ports) == (f"spec.containers[0].readinessProbe.{handler}.port", subject.ports)
    assert judged(subject)["PTB09"].severity == "note"
