import pytest

from kubectl_porttrace.checks.check import Found
from kubectl_porttrace.checks.ports.name_not_found import target_port_name_not_found as check
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, judged, pod, port, service, sidecar, traced

HTTP = {"name": "http", "port": 80, "targetPort": "http"}


def where(issues: list[Found]) -> list[str]:
    return [issue.path for issue in issues]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(HTTP), pod(container(port(8080, "http")))), id="declared"),
        pytest.param(traced(service(HTTP), pod(init=[sidecar(port(15000, "http"))])), id="declared-by-a-sidecar"),
        pytest.param(traced(service({"port": 80, "targetPort": 8080}), pod()), id="a-number-needs-no-name"),
        pytest.param(traced(service(HTTP)), id="no-pods-is-another-failure"),
        pytest.param(
            traced(service(HTTP), pod(container(port(8080, "http"))), pod()), id="resolved-on-one-pod-at-least"
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "paths"),
    [
        pytest.param(traced(service(HTTP), pod()), ["spec.ports[0].targetPort"], id="no-ports-declared"),
        pytest.param(
            traced(service({"name": "a", "port": 81}, HTTP), pod()), ["spec.ports[1].targetPort"], id="second-port"
        ),
    ],
)
def test_fires(subject: TracedService, paths: list[str]) -> None:
    assert where(found(check, subject)) == paths
    assert judged(subject)["PTR01"].severity == "error"


def test_is_a_warning_on_a_headless_service_where_dns_still_answers() -> None:
    assert judged(traced(headless(HTTP), pod()))["PTR01"].severity == "warning"


@pytest.mark.parametrize(
    ("pods", "number"),
    [
        pytest.param([pod(container(port(8080)))], 8080, id="the-only-port-has-no-name"),
        pytest.param([pod(container(port(8080, "metrics")))], None, id="a-name-may-mean-something-else"),
        pytest.param([pod(container(port(8080), port(9090)))], None, id="several-ports"),
        pytest.param([pod(container(port(8080))), pod(container(port(9090)))], None, id="not-the-same-on-all-pods"),
        pytest.param([pod(container(port(8080))), pod()], None, id="a-pod-declares-none"),
        pytest.param([pod(container(port(7000)))], None, id="another-port-of-the-service-uses-it"),
        pytest.param([pod(container(port(7001)))], 7001, id="only-a-udp-port-of-the-service-uses-it"),
    ],
)
def test_a_command_only_where_it_is_certain(pods: list[Pod], number: int | None) -> None:
    (issue,) = found(
        check, traced(service(HTTP, {"name": "b", "port": 7000}, {"name": "u", "port": 7001, "protocol": "UDP"}), *pods)
    )
    command = (
        "kubectl patch service web -n shop --type=json -p "
        f"""'[{{"op":"replace","path":"/spec/ports/0/targetPort","value":{number}}}]'"""
    )
    assert issue.fix.command == (command if number else None)
