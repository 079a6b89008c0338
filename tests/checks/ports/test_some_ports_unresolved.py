import pytest

from kubectl_porttrace.checks.ports.some_ports_unresolved import some_ports_unresolved as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, judged, pod, port, service, traced

A = {"name": "a", "port": 80, "targetPort": "a"}
B = {"name": "b", "port": 81, "targetPort": "b"}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(A, B), pod(container(port(1, "a"), port(2, "b")))), id="both-resolve"),
        pytest.param(traced(service(A, B), pod()), id="neither-resolves"),
        pytest.param(traced(service(A), pod()), id="one-port"),
        pytest.param(traced(service(A, B)), id="no-pods"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires_and_follows_from_the_name() -> None:
    subject = traced(service(A, B), pod(container(port(1, "a"))))
    assert [(issue.path, [port.index for port in issue.ports]) for issue in found(check, subject)] == [
        ("spec.ports[1]", [1])
    ]
    (issue,) = [issue for issue in judged(subject).values() if issue.severity == "error"]
    assert issue.codes == ("PTR01", "PTR17")


def test_is_a_warning_on_a_headless_service() -> None:
    assert found(check, traced(headless(A, B), pod(container(port(1, "a")))))[0].severity == "warning"
