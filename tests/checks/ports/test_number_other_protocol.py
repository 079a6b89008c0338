import pytest

from kubectl_porttrace.checks.ports.number_other_protocol import target_port_number_has_other_protocol as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, judged, pod, port, problems, service, traced

WEB = {"port": 80, "targetPort": 8080}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(WEB), pod(container(port(8080)))), id="declared"),
        pytest.param(traced(service(WEB), pod(container(port(8080), port(8080, protocol="UDP")))), id="both-declared"),
        pytest.param(traced(service(WEB), pod()), id="nothing-declared"),
        pytest.param(
            traced(
                service({"name": "t", "port": 53}, {"name": "u", "port": 53, "protocol": "UDP"}),
                pod(container(port(53))),
            ),
            id="the-service-has-both-protocols",
        ),
        pytest.param(traced(headless(WEB), pod(container(port(8080, protocol="UDP")))), id="headless"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(
            traced(service(WEB), pod(container(port(8080, protocol="UDP")))),
            "spec.ports[0].protocol",
            id="udp-declared",
        ),
        pytest.param(
            traced(
                service({"name": "a", "port": 80, "targetPort": 8080}, {"name": "u", "port": 5, "protocol": "UDP"}),
                pod(container(port(8080, protocol="UDP"), port(5, protocol="UDP"))),
            ),
            "spec.ports[0].protocol",
            id="another-udp-port-is-elsewhere",
        ),
    ],
)
def test_fires(subject: TracedService, path: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    assert "PTR13" in judged(subject)


def test_is_a_lone_warning() -> None:
    (issue,) = problems(traced(service(WEB), pod(container(port(8080, protocol="UDP")))))
    assert (issue.codes, issue.severity) == (("PTR13",), "warning")


def test_a_port_of_the_same_protocol_does_not_make_it_deliberate() -> None:
    ports = [{**WEB, "name": "a"}, {**WEB, "name": "b", "port": 81}]
    assert len(found(check, traced(service(*ports), pod(container(port(8080, protocol="UDP")))))) == 2
