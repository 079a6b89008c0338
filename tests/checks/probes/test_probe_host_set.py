import pytest

from kubectl_porttrace.checks.probes.probe_host_set import probe_host_set as check
from kubectl_porttrace.model.container import Container
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, service, traced


def probed(host: str, kind: str = "readinessProbe", handler: str = "httpGet") -> Container:
    return container(spec={kind: {handler: {"port": 80, "host": host}}})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(probed(""))), id="no-host"),
        pytest.param(traced(service(), pod(probed("127.0.0.1"), spec={"hostNetwork": True})), id="host-network"),
        pytest.param(traced(service(), pod()), id="no-probe"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("kind", "handler"),
    [
        pytest.param("readinessProbe", "httpGet", id="readiness"),
        pytest.param("livenessProbe", "tcpSocket", id="liveness"),
    ],
)
def test_fires(kind: str, handler: str) -> None:
    subject = traced(service(), pod(probed("example.com", kind, handler)))
    (issue,) = found(check, subject)
    assert (issue.path, issue.ports) == (f"spec.containers[0].{kind}.{handler}.host", ())
    assert "example.com" in issue.message
    assert judged(subject)["PTB10"].severity == "note"
