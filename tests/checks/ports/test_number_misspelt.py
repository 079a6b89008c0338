import pytest

from kubectl_porttrace.checks.ports.number_misspelt import target_port_number_misspelt as check
from kubectl_porttrace.model.container import Container
from kubectl_porttrace.spelling import one_digit_apart
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, pod, port, problems, service, traced

WEB = {"port": 80, "targetPort": 9091}
NAMED = {**WEB, "name": "http"}
BOTH = container(port(8080), port(9090))
PROBED = {"readinessProbe": {"httpGet": {"port": 9091}}}


def behind(*containers: Container, of: dict[str, object] | None = None) -> TracedService:
    return traced(service(of or WEB), pod(*containers))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(container(port(8080), port(9091))), id="declared"),
        pytest.param(behind(container(port(9090))), id="one-port-alone-is-another-finding"),
        pytest.param(behind(container()), id="nothing-declared"),
        pytest.param(behind(container(port(8080), port(7070))), id="nothing-near"),
        pytest.param(behind(container(port(9090), port(9092))), id="two-are-near"),
        pytest.param(behind(container(port(8080), port(9090, protocol="UDP"))), id="other-protocol"),
        pytest.param(
            behind(container(port(8080, "http"), port(9090, "metrics")), of=NAMED), id="named-for-something-else"
        ),
        pytest.param(
            traced(service({**WEB, "name": "web"}, {"name": "metrics", "port": 9090}), pod(BOTH)),
            id="another-port-uses-it",
        ),
        pytest.param(behind(BOTH, of={"port": 9091, "targetPort": 9091}), id="the-same-number-on-purpose"),
        pytest.param(behind(container(port(8080), port(9090), spec=PROBED)), id="a-probe-dials-it"),
        pytest.param(traced(service(WEB), pod(BOTH), pod(container(port(8080), port(7070)))), id="not-on-every-pod"),
        pytest.param(traced(headless(WEB), pod(BOTH)), id="headless-translates-no-port"),
        pytest.param(
            behind(container(port(8080, "http"), port(9090)), of={"port": 80, "targetPort": "http"}), id="name"
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(BOTH), id="one-digit"),
        pytest.param(behind(container(port(8080, "metrics"), port(9090, "http")), of=NAMED), id="same-name"),
        pytest.param(behind(container(port(8080, "metrics"), port(9090)), of=NAMED), id="no-name"),
        pytest.param(traced(service(WEB), pod(BOTH), pod(container(port(9090), port(7070)))), id="on-every-pod"),
    ],
)
def test_fires(subject: TracedService) -> None:
    (issue,) = problems(subject)
    assert (issue.codes, issue.severity, issue.path) == (
        ("PTR20", "PTR11"),
        "warning",
        "spec.ports[0].targetPort",
    )
    assert "targetPort 9090" in issue.fix.text
    assert issue.fix.command is None


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        pytest.param("9091", "9090", True, id="changed"),
        pytest.param("808", "8080", True, id="left-out"),
        pytest.param("80800", "8080", True, id="added"),
        pytest.param("8808", "8088", True, id="swapped"),
        pytest.param("8080", "8080", False, id="same"),
        pytest.param("9191", "9090", False, id="two"),
        pytest.param("80", "8080", False, id="much-shorter"),
    ],
)
def test_one_digit_apart(one: str, other: str, near: bool) -> None:  # noqa: FBT001 - the expectation
    assert one_digit_apart(one, other) is near
    assert one_digit_apart(other, one) is near
