import pytest

from kubectl_porttrace.checks.pods.readiness_probe_fails import readiness_probe_fails as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, pod, port, serious
from tests.checks.pods.held import about_pod, behind, crashing, held, running

HTTP = port(8080, "http")
PROBED = container(HTTP, name="web", spec={"readinessProbe": {"httpGet": {"port": "http", "path": "/healthz"}}})
DELAYED = container(HTTP, name="web", spec={"readinessProbe": {"tcpSocket": {"port": 8080}, "initialDelaySeconds": 30}})
STARTING = container(
    HTTP, name="web", spec={"startupProbe": {"exec": {}}, "readinessProbe": {"tcpSocket": {"port": 8080}}}
)
UNNAMED = {"readinessProbe": {"tcpSocket": {"port": "web"}}}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(pod(name="web-0")), id="ready"),
        pytest.param(behind(held(running(), container(name="web"))), id="no-probe"),
        pytest.param(behind(held(running(), container(name="web", spec=UNNAMED))), id="a-port-that-is-not-declared"),
        pytest.param(behind(held(crashing(1), PROBED)), id="crashes"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "message", "path"),
    [
        pytest.param(
            behind(
                held(running(), PROBED),
                events=(
                    about_pod(
                        "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", container="web"
                    ),
                ),
            ),
            "no pod is ready: readiness probe of web fails: HTTP 503 (GET :8080/healthz)",
            "spec.template.spec.containers[0].readinessProbe",
            id="status-code",
        ),
        pytest.param(
            behind(
                held(running(), PROBED),
                events=(
                    about_pod(
                        "Unhealthy",
                        'Readiness probe failed: Get "http://10.0.0.1:8080/healthz": dial tcp: connection refused',
                        container="web",
                    ),
                ),
            ),
            "no pod is ready: readiness probe of web fails: connection refused (GET :8080/healthz)",
            "spec.template.spec.containers[0].readinessProbe",
            id="refused",
        ),
        pytest.param(
            behind(held(running(), PROBED)),
            "no pod is ready: readiness probe of web has not passed (GET :8080/healthz)",
            "spec.template.spec.containers[0].readinessProbe",
            id="no-event",
        ),
        pytest.param(
            behind(held(running(seconds=5), DELAYED)),
            "no pod is ready: readiness probe of web has not begun: its initial delay is 30s (TCP :8080)",
            "spec.template.spec.containers[0].readinessProbe",
            id="inside-its-initial-delay",
        ),
        pytest.param(
            behind(held(running(started=False), STARTING)),
            "no pod is ready: startup probe of web has not passed",
            "spec.template.spec.containers[0].startupProbe",
            id="startup",
        ),
    ],
)
def test_fires(subject: TracedService, message: str, path: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.message, issue.path) == (message, path)
    assert serious(subject) == {"PTP25": issue.severity}


def test_a_delay_beyond_the_end_of_time() -> None:
    endless = {"readinessProbe": {"tcpSocket": {"port": 8080}, "initialDelaySeconds": 10**15}}
    (issue,) = found(check, behind(held(running(seconds=5), container(HTTP, name="web", spec=endless))))
    assert "initial delay" in issue.message
    assert "wait" in issue.fix.text
