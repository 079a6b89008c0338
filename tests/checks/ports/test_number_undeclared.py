import pytest

from kubectl_porttrace.checks.ports.number_undeclared import target_port_number_undeclared as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, port, service, sidecar, traced

WEB = {"port": 80, "targetPort": 8080}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(WEB), pod(container(port(8080)))), id="declared"),
        pytest.param(traced(service(WEB), pod(init=[sidecar(port(8080))])), id="declared-by-a-sidecar"),
        pytest.param(traced(service(WEB), pod(container(port(8080))), pod()), id="on-some"),
        pytest.param(traced(service(WEB), pod(container(port(8080, protocol="UDP")))), id="other-protocol"),
        pytest.param(traced(service(WEB), pod(init=[container(port(8080))])), id="init-container"),
        pytest.param(traced(service(WEB)), id="no-pods"),
        pytest.param(traced(service({"port": 80, "targetPort": "http"}), pod()), id="a-name"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(traced(service(WEB), pod()), "spec.ports[0].targetPort", id="nothing-declared"),
        pytest.param(
            traced(service(WEB), pod(container(port(9000, protocol="UDP")))),
            "spec.ports[0].targetPort",
            id="another-number-with-another-protocol",
        ),
        pytest.param(
            traced(service(WEB), pod(container(port(1), port(2)))), "spec.ports[0].targetPort", id="others-declared"
        ),
        pytest.param(
            traced(
                service({"name": "t", "port": 53}, {"name": "u", "port": 53, "protocol": "UDP"}),
                pod(container(port(53))),
            ),
            "spec.ports[1].targetPort",
            id="the-service-has-both-protocols",
        ),
    ],
)
def test_fires(subject: TracedService, path: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    assert "PTR11" in judged(subject)


def test_is_a_note_and_the_port_is_wired() -> None:
    subject = traced(service(WEB), pod())
    assert {code: issue.severity for code, issue in judged(subject).items()} == {"PTR11": "note"}
    assert subject.verdict.word == "wired"
