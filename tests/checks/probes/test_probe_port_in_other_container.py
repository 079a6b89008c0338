import pytest

from kubectl_porttrace.checks.probes.probe_port_in_other_container import probe_port_in_other_container as check
from kubectl_porttrace.model.container import Container
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, port, service, sidecar, traced

WEB = container(port(8080, "web"), name="web")


def probed(kind: str = "readinessProbe", written: int | str = "web") -> Container:
    return container(port(80, "http"), spec={kind: {"tcpSocket": {"port": written}}})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(probed(), ready=False)), id="nowhere"),
        pytest.param(traced(service(), pod(probed(written="http"), WEB, ready=False)), id="in-its-own"),
        pytest.param(traced(service(), pod(probed(written=8080), WEB, ready=False)), id="a-number"),
        pytest.param(traced(service(), pod(container(), WEB, ready=False)), id="no-probe"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "kind", "codes", "severity"),
    [
        pytest.param(
            traced(service(), pod(probed(), WEB, ready=False)),
            "readinessProbe",
            ("PTB04", "PTP07"),
            "error",
            id="readiness",
        ),
        pytest.param(
            traced(service(), pod(probed("startupProbe"), WEB, ready=False)),
            "startupProbe",
            ("PTB04", "PTP07"),
            "error",
            id="startup",
        ),
        pytest.param(
            traced(service(), pod(probed("livenessProbe"), WEB)), "livenessProbe", ("PTB04",), "warning", id="liveness"
        ),
        pytest.param(
            traced(service(), pod(probed("livenessProbe"), WEB, ready=False)),
            "livenessProbe",
            ("PTB04",),
            "warning",
            id="liveness-of-a-pod-that-is-unready-for-another-reason",
        ),
        pytest.param(
            traced(service(), pod(probed(), init=[sidecar(port(8080, "web"))], ready=False)),
            "readinessProbe",
            ("PTB04", "PTP07"),
            "error",
            id="in-a-sidecar",
        ),
    ],
)
def test_fires(subject: TracedService, kind: str, codes: tuple[str, ...], severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == f"spec.containers[0].{kind}.tcpSocket.port"
    assert issue.fix.text == "use the number 8080"
    assert ("never restarts" in issue.message) == (kind == "livenessProbe")
    judgement = judged(subject)["PTB04"]
    assert (judgement.codes, judgement.severity) == (codes, severity)
