import pytest

from kubectl_porttrace.checks.ports.name_on_init_container import target_port_name_on_init_container as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, judged, pod, port, problems, service, sidecar, traced

HTTP = {"name": "http", "port": 80, "targetPort": "http"}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(HTTP), pod(init=[sidecar(port(8080, "http"))])), id="sidecar"),
        pytest.param(
            traced(service(HTTP), pod(container(port(80, "http")), init=[container(port(8080, "http"))])), id="both"
        ),
        pytest.param(
            traced(service(HTTP), pod(container(port(80, "http", "UDP")), init=[container(port(8080, "http"))])),
            id="a-serving-container-has-it-as-udp",
        ),
        pytest.param(traced(service(HTTP), pod()), id="name-nowhere"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(
            traced(service(HTTP), pod(init=[container(port(8080, "http"), name="setup")])),
            "spec.ports[0].targetPort",
            id="on-all",
        ),
        pytest.param(
            traced(service(HTTP), pod(), pod(init=[container(name="a"), container(port(8080, "http"), name="setup")])),
            "spec.ports[0].targetPort",
            id="on-one",
        ),
    ],
)
def test_fires(subject: TracedService, path: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    assert "PTR04" in judged(subject)


def test_is_the_root_and_names_the_container() -> None:
    (issue,) = problems(traced(service(HTTP), pod(init=[container(port(1, "other"), port(80, "http"), name="setup")])))
    assert (issue.code, issue.severity) == ("PTR04", "error")
    assert "setup" in issue.message


def test_is_a_warning_on_a_headless_service() -> None:
    assert judged(traced(headless(HTTP), pod(init=[container(port(80, "http"))])))["PTR04"].severity == "warning"
