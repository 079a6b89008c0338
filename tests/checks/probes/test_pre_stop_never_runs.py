import pytest

from kubectl_porttrace.checks.probes.pre_stop_never_runs import pre_stop_never_runs as check
from kubectl_porttrace.model.container import Container
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, port, service, traced


def hooked(handler: str, written: int | str, hook: str = "preStop") -> Container:
    return container(port(80, "http"), spec={"lifecycle": {hook: {handler: {"port": written}}}})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(hooked("httpGet", "http"))), id="found"),
        pytest.param(traced(service(), pod(hooked("httpGet", 9090))), id="a-number"),
        pytest.param(traced(service(), pod(hooked("tcpSocket", 80, "postStart"))), id="another-hook"),
        pytest.param(traced(service(), pod(container(spec={"lifecycle": {"preStop": {}}}))), id="exec"),
        pytest.param(traced(service(), pod()), id="no-hook"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("handler", "written", "path"),
    [
        pytest.param("tcpSocket", 80, "spec.containers[0].lifecycle.preStop.tcpSocket", id="tcp-socket"),
        pytest.param("httpGet", "web", "spec.containers[0].lifecycle.preStop.httpGet.port", id="name"),
    ],
)
def test_fires(handler: str, written: int | str, path: str) -> None:
    subject = traced(service(), pod(hooked(handler, written)))
    (issue,) = found(check, subject)
    assert (issue.path, issue.ports) == (path, ())
    assert ('"web"' in issue.message) == (written == "web")
    assert judged(subject)["PTB07"].severity == "warning"
