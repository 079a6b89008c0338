import pytest

from kubectl_porttrace.checks.ports.name_in_sidecar_too import target_port_name_in_sidecar_too as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, port, problems, service, sidecar, traced

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
A = container(port(8080, "http"), name="a")
B = container(port(9090, "http"), name="b")
PROXY = sidecar(port(15000, "http"))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(HTTP), pod(init=[PROXY])), id="only-the-sidecar"),
        pytest.param(traced(service(HTTP), pod(A, init=[container(port(15000, "http"))])), id="init-container"),
        pytest.param(traced(service(HTTP), pod(A, init=[sidecar(port(8080, "http"))])), id="one-number"),
        pytest.param(traced(service(HTTP), pod(A, B, init=[PROXY])), id="two-containers-are-told-apart"),
        pytest.param(traced(service({"port": 8080}), pod(A, init=[PROXY])), id="not-by-name"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(traced(service(HTTP), pod(A, init=[PROXY])), "spec.ports[0].targetPort", id="both"),
    ],
)
def test_fires(subject: TracedService, path: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    assert "PTR09" in judged(subject)


def test_says_which_one_wins() -> None:
    (issue,) = problems(traced(service(HTTP), pod(A, init=[PROXY])))
    assert (issue.code, issue.severity) == ("PTR09", "warning")
    assert "a:8080" in issue.message
    assert "proxy:15000" in issue.message
