import pytest

from kubectl_porttrace.checks.ports.all_ports_unresolved import all_ports_unresolved as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, endpoint_slice, found, headless, judged, pod, port, service, traced

A = {"name": "a", "port": 80, "targetPort": "a"}
B = {"name": "b", "port": 81, "targetPort": "b"}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(A, B), pod(container(port(1, "a")))), id="one-resolves"),
        pytest.param(traced(service(A)), id="no-pods"),
        pytest.param(traced(service(A), pod(), published=False), id="no-slices"),
        pytest.param(traced(service(A), pod(), endpoint_slice(()), published=False), id="an-empty-slice"),
        pytest.param(traced(headless(ports=[]), pod()), id="headless-without-ports"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires_and_follows_from_the_name() -> None:
    subject = traced(service(A, B), pod())
    assert [(issue.path, [port.index for port in issue.ports]) for issue in found(check, subject)] == [
        ("spec.ports[0]", [0]),
        ("spec.ports[1]", [1]),
    ]
    assert {issue.codes for issue in judged(subject).values()} == {("PTR01", "PTR18")}


def test_is_a_warning_on_a_headless_service() -> None:
    assert found(check, traced(headless(A), pod()))[0].severity == "warning"
