import pytest

from kubectl_porttrace.checks.ports.name_in_two_containers import target_port_name_in_two_containers as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, port, problems, service, sidecar, traced

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
A = container(port(8080, "http"), name="a")
B = container(port(9090, "http"), name="b")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(HTTP), pod(A, container(port(9090, "web"), name="b"))), id="two-names"),
        pytest.param(traced(service(HTTP), pod(A, container(port(8080, "http"), name="b"))), id="one-number"),
        pytest.param(traced(service(HTTP), pod(A, container(port(9090, "http", "UDP"), name="b"))), id="two-protocols"),
        pytest.param(traced(service(HTTP), pod(A, init=[sidecar(port(9090, "http"))])), id="a-sidecar-is-told-apart"),
        pytest.param(traced(service(HTTP), pod(A, init=[container(port(9090, "http"))])), id="init-container"),
        pytest.param(traced(service({"port": 8080}), pod(A, B)), id="not-by-name"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(traced(service(HTTP), pod(A, B)), "spec.ports[0].targetPort", id="two-containers"),
        pytest.param(
            traced(service(HTTP), pod(init=[sidecar(port(1, "http"), name="a"), sidecar(port(2, "http"), name="b")])),
            "spec.ports[0].targetPort",
            id="two-sidecars",
        ),
        pytest.param(
            traced(service(HTTP), pod(A, B, init=[sidecar(port(1, "http"))])),
            "spec.ports[0].targetPort",
            id="all-three",
        ),
    ],
)
def test_fires(subject: TracedService, path: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    assert "PTR07" in judged(subject)


def test_says_which_one_wins() -> None:
    (issue,) = problems(traced(service(HTTP), pod(A, B)))
    assert (issue.code, issue.severity) == ("PTR07", "warning")
    assert "a:8080" in issue.message
    assert "b (http 9090/TCP)" in issue.evidence[0]
