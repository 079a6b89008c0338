import pytest

from kubectl_porttrace.checks.ports.name_other_protocol import target_port_name_has_other_protocol as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, judged, pod, port, problems, service, sidecar, traced

DNS = {"name": "dns", "port": 53, "targetPort": "dns", "protocol": "UDP"}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(DNS), pod(container(port(53, "dns", "UDP")))), id="same-protocol"),
        pytest.param(
            traced(service(DNS), pod(container(port(53, "dns")), container(port(5353, "dns", "UDP"), name="b"))),
            id="another-container-has-it",
        ),
        pytest.param(traced(service(DNS), pod()), id="name-nowhere"),
        pytest.param(traced(service(DNS), pod(init=[container(port(53, "dns"))])), id="init-container"),
        pytest.param(traced(service({"port": 53, "protocol": "UDP"}), pod(container(port(53)))), id="a-number"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(traced(service(DNS), pod(container(port(53, "dns")))), "spec.ports[0].protocol", id="tcp-for-udp"),
        pytest.param(
            traced(service(DNS), pod(init=[sidecar(port(53, "dns"))])), "spec.ports[0].protocol", id="sidecar"
        ),
        pytest.param(
            traced(service(DNS), pod(container(port(53, "dns"))), pod()), "spec.ports[0].protocol", id="on-one"
        ),
    ],
)
def test_fires(subject: TracedService, path: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    assert "PTR03" in judged(subject)


def test_is_the_root_of_the_failure() -> None:
    (issue,) = problems(traced(service(DNS), pod(container(port(53, "dns")))))
    assert (issue.code, issue.severity) == ("PTR03", "error")
    assert {"PTR01", "PTR18"} <= set(issue.codes)


def test_two_wrong_protocols_leave_one_side_to_change() -> None:
    subject = traced(service(DNS), pod(container(port(53, "dns")), container(port(54, "dns", "SCTP"), name="b")))
    (issue,) = found(check, subject)
    assert "SCTP and TCP" in issue.message
    assert issue.fix.text == "set protocol UDP on the container port"


def test_is_a_warning_on_a_headless_service() -> None:
    assert judged(traced(headless(DNS), pod(container(port(53, "dns")))))["PTR03"].severity == "warning"
