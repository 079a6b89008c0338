import pytest

from kubectl_porttrace.checks.probes.post_start_fails import post_start_fails as check
from kubectl_porttrace.model.container import Container
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, port, service, traced


def hooked(handler: str, written: int | str, hook: str = "postStart") -> Container:
    return container(port(80, "http"), spec={"lifecycle": {hook: {handler: {"port": written}}}})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(hooked("httpGet", "http"))), id="found"),
        pytest.param(traced(service(), pod(hooked("httpGet", 9090))), id="a-number"),
        pytest.param(traced(service(), pod(hooked("tcpSocket", 80, "preStop"))), id="another-hook"),
        pytest.param(traced(service(), pod(container(spec={"lifecycle": {"postStart": {}}}))), id="exec"),
        pytest.param(traced(service(), pod()), id="no-hook"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


TCP = "spec.containers[0].lifecycle.postStart.tcpSocket"
HTTP = "spec.containers[0].lifecycle.postStart.httpGet.port"


@pytest.mark.parametrize(
    ("subject", "path", "codes", "severity"),
    [
        pytest.param(
            traced(service(), pod(hooked("tcpSocket", 80), ready=False)), TCP, ("PTB06", "PTP07"), "error", id="tcp"
        ),
        pytest.param(
            traced(service(), pod(hooked("httpGet", "web"), ready=False)), HTTP, ("PTB06", "PTP07"), "error", id="name"
        ),
        pytest.param(
            traced(service(), pod(hooked("httpGet", "web"), container(port(1, "web"), name="b"), ready=False)),
            HTTP,
            ("PTB06", "PTP07"),
            "error",
            id="name-in-another-container",
        ),
        pytest.param(
            traced(service(), pod(hooked("tcpSocket", 80), ready=False), pod()),
            TCP,
            ("PTB06", "PTP08"),
            "warning",
            id="of-one-of-two",
        ),
    ],
)
def test_fires(subject: TracedService, path: str, codes: tuple[str, ...], severity: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    issue = judged(subject)["PTB06"]
    assert (issue.codes, issue.severity) == (codes, severity)
