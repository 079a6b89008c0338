import pytest

from kubectl_porttrace.checks.ports.name_with_many_numbers import target_port_name_with_many_numbers as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, port, service, traced

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
A = pod(container(port(8080, "http")))
B = pod(container(port(9090, "http")))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(HTTP), A, A), id="one-number"),
        pytest.param(
            traced(service(HTTP), A, pod(container(port(9090, "http")), ready=False)), id="other-is-not-ready"
        ),
        pytest.param(traced(service({"port": 80}), A, B), id="a-number"),
        pytest.param(traced(service(HTTP), A, pod()), id="other-does-not-resolve"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(traced(service(HTTP), A, B), "spec.ports[0].targetPort", id="two-numbers"),
    ],
)
def test_fires(subject: TracedService, path: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    assert "PTR10" in judged(subject)


def test_is_a_note_with_both_numbers() -> None:
    issue = judged(traced(service(HTTP), A, B))["PTR10"]
    assert issue.severity == "note"
    assert "8080, 9090" in issue.message
