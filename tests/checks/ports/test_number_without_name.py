import pytest

from kubectl_porttrace.checks.ports.number_without_name import target_port_number_without_name as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, judged, pod, port, problems, service, traced

HTTP = {"name": "http", "port": 80, "targetPort": "http"}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(HTTP), pod(container(port(80, "http")))), id="named"),
        pytest.param(traced(service(HTTP), pod(container(port(8080)))), id="another-number"),
        pytest.param(traced(service(HTTP), pod(container(port(80, protocol="UDP")))), id="another-protocol"),
        pytest.param(
            traced(service(HTTP, {"name": "b", "port": 81, "targetPort": 80}), pod(container(port(80)))),
            id="another-port-uses-it",
        ),
        pytest.param(traced(service({"port": 80}), pod(container(port(80)))), id="a-number-needs-no-name"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(traced(service(HTTP), pod(container(port(80)))), "spec.ports[0].targetPort", id="unnamed"),
        pytest.param(
            traced(service(HTTP), pod(container(port(80, "web")))), "spec.ports[0].targetPort", id="named-else"
        ),
        pytest.param(traced(service(HTTP), pod(), pod(container(port(80)))), "spec.ports[0].targetPort", id="on-one"),
    ],
)
def test_fires(subject: TracedService, path: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    assert "PTR06" in judged(subject)


def test_the_command_uses_the_number_where_all_pods_declare_it() -> None:
    (issue,) = found(check, traced(service(HTTP), pod(container(port(80))), pod(container(port(80)))))
    assert issue.fix.command == (
        "kubectl patch service web -n shop --type=json -p "
        """'[{"op":"replace","path":"/spec/ports/0/targetPort","value":80}]'"""
    )


def test_no_command_where_some_pods_do_not_declare_it() -> None:
    (issue,) = found(check, traced(service(HTTP), pod(container(port(80))), pod()))
    assert issue.fix.command is None


def test_is_the_root_of_the_failure() -> None:
    (issue,) = problems(traced(service(HTTP), pod(container(port(80, "htpp")))))
    assert (issue.code, issue.severity) == ("PTR06", "error")
    assert {"PTR01", "PTR05"} <= set(issue.codes)


def test_is_a_warning_on_a_headless_service() -> None:
    assert judged(traced(headless(HTTP), pod(container(port(80)))))["PTR06"].severity == "warning"
