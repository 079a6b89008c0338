import pytest

from kubectl_porttrace.checks.ports.name_with_two_protocols import target_port_name_with_two_protocols as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, port, service, traced

UDP = {"name": "dns", "port": 53, "targetPort": "dns", "protocol": "UDP"}
TCP = {"name": "dns-tcp", "port": 53, "targetPort": "dns"}
A = container(port(53, "dns"), name="a")
B = container(port(5353, "dns", "UDP"), name="b")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(UDP), pod(B)), id="one-protocol"),
        pytest.param(traced(service(UDP), pod(A)), id="unresolved-is-another-failure"),
        pytest.param(traced(service({"port": 53}), pod(A, B)), id="not-by-name"),
        pytest.param(traced(service(UDP), pod(B, container(port(53, "other"), name="c"))), id="other-name"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(traced(service(UDP), pod(A, B)), "spec.ports[0].targetPort", id="each-its-own"),
        pytest.param(traced(service(UDP, TCP), pod(A, B), pod(A, B)), "spec.ports[0].targetPort", id="told-once"),
    ],
)
def test_fires(subject: TracedService, path: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    assert "PTR08" in judged(subject)


def test_is_a_note() -> None:
    assert judged(traced(service(UDP), pod(A, B)))["PTR08"].severity == "note"
