import pytest

from kubectl_porttrace.checks.ports.number_other_than_declared import target_port_other_than_declared as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, judged, pod, port, problems, service, traced

WEB = {"port": 80, "targetPort": 8080}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(WEB), pod(container(port(8080)))), id="declared"),
        pytest.param(traced(service(WEB), pod()), id="nothing-declared"),
        pytest.param(traced(service(WEB), pod(container(port(1), port(2)))), id="several-declared"),
        pytest.param(traced(service(WEB), pod(container(port(3000))), pod()), id="one-pod-declares-none"),
        pytest.param(traced(service(WEB), pod(container(port(3000, protocol="UDP")))), id="other-protocol"),
        pytest.param(
            traced(service({"name": "a", "port": 3000}, {"name": "m", "port": 9090}), pod(container(port(3000)))),
            id="another-port-uses-the-declared-one",
        ),
        pytest.param(
            traced(service({**WEB, "name": "http"}), pod(container(port(9090, "metrics")))),
            id="its-name-says-otherwise",
        ),
        pytest.param(traced(headless(WEB), pod(container(port(3000)))), id="headless-translates-no-port"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(traced(service(WEB), pod(container(port(3000)))), "spec.ports[0].targetPort", id="one-pod"),
        pytest.param(
            traced(service({**WEB, "name": "http"}), pod(container(port(3000, "http")))),
            "spec.ports[0].targetPort",
            id="same-name",
        ),
        pytest.param(
            traced(service(WEB), pod(container(port(3000))), pod(container(port(4000)))),
            "spec.ports[0].targetPort",
            id="different-ones",
        ),
    ],
)
def test_fires(subject: TracedService, path: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    assert "PTR12" in judged(subject)


def test_is_a_warning_with_the_note_below_it_and_no_command() -> None:
    (issue,) = problems(traced(service(WEB), pod(container(port(3000, "http")))))
    assert (issue.codes, issue.severity, issue.fix.command) == (("PTR12", "PTR11"), "warning", None)
    assert "http 3000/TCP" in issue.message
