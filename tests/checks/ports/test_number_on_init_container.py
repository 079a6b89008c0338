import pytest

from kubectl_porttrace.checks.ports.number_on_init_container import target_port_number_on_init_container as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, judged, pod, port, problems, service, sidecar, traced

WEB = {"port": 80, "targetPort": 8080}
SETUP = container(port(8080), name="setup")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(WEB), pod(container(port(8080)), init=[SETUP])), id="a-container-has-it-too"),
        pytest.param(traced(service(WEB), pod(init=[sidecar(port(8080))])), id="sidecar"),
        pytest.param(traced(service(WEB), pod(init=[container(port(8080, protocol="UDP"))])), id="other-protocol"),
        pytest.param(
            traced(service(WEB), pod(container(port(8080, protocol="UDP")), init=[SETUP])), id="udp-elsewhere"
        ),
        pytest.param(traced(service(WEB), pod()), id="nothing-declared"),
        pytest.param(traced(headless(WEB), pod(init=[SETUP])), id="headless"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(traced(service(WEB), pod(init=[SETUP])), "spec.ports[0].targetPort", id="only-there"),
        pytest.param(traced(service(WEB), pod(), pod(init=[SETUP])), "spec.ports[0].targetPort", id="on-one-pod"),
    ],
)
def test_fires(subject: TracedService, path: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    assert "PTR14" in judged(subject)


def test_is_a_lone_warning() -> None:
    (issue,) = problems(traced(service(WEB), pod(init=[SETUP])))
    assert (issue.codes, issue.severity) == (("PTR14",), "warning")
