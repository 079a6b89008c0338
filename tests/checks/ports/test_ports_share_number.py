import pytest

from kubectl_porttrace.checks.ports.ports_share_number import ports_share_target as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, port, service, traced

A = {"name": "a", "port": 80, "targetPort": 8080}
B = {"name": "b", "port": 443, "targetPort": 8080}
NAMED = {"name": "b", "port": 443, "targetPort": "http"}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(A, {"name": "b", "port": 81}), pod()), id="two-numbers"),
        pytest.param(
            traced(service(A, {"name": "b", "port": 80, "targetPort": 8080, "protocol": "UDP"}), pod()),
            id="two-protocols",
        ),
        pytest.param(traced(service(A, B)), id="no-pods"),
        pytest.param(
            traced(service(A, NAMED), pod(container(port(8080, "http"))), pod(container(port(9090, "http")))),
            id="only-on-some-pods",
        ),
        pytest.param(traced(service(A, B, selector={})), id="no-selector"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(traced(service(A, B), pod()), "spec.ports[1].targetPort", id="numbers"),
        pytest.param(
            traced(service(A, NAMED), pod(container(port(8080, "http")))),
            "spec.ports[1].targetPort",
            id="name-and-number",
        ),
        pytest.param(
            traced(service(A, B, {"name": "c", "port": 83, "targetPort": 8080}), pod()),
            "spec.ports[1].targetPort",
            id="three-are-told-once",
        ),
    ],
)
def test_fires(subject: TracedService, path: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    assert "PTR16" in judged(subject)


def test_is_a_note() -> None:
    assert judged(traced(service(A, B), pod()))["PTR16"].severity == "note"
