import pytest

from kubectl_porttrace.checks.ports.name_misspelt import target_port_name_misspelt as check
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import container, found, headless, judged, manifests, pod, port, problems, service, template, traced

HTTP = {"name": "http", "port": 80, "targetPort": "http"}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(HTTP), pod(container(port(8080, "http")))), id="exact"),
        pytest.param(traced(service(HTTP), pod(container(port(8080, "metrics")))), id="far-from-it"),
        pytest.param(traced(service(HTTP), pod(container(port(8080, "htpp", "UDP")))), id="other-protocol"),
        pytest.param(traced(service(HTTP), pod(container(port(8080)))), id="no-name"),
        pytest.param(
            traced(service(HTTP, {"name": "b", "port": 81, "targetPort": "htpp"}), pod(container(port(8080, "htpp")))),
            id="another-port-uses-it",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(
            traced(service(HTTP), pod(container(port(8080, "htpp")))), "spec.ports[0].targetPort", id="letters-swapped"
        ),
        pytest.param(
            traced(service(HTTP), pod(container(port(8080, "ht-tp"))), pod()), "spec.ports[0].targetPort", id="on-one"
        ),
        pytest.param(
            traced(
                service(HTTP, {"name": "u", "port": 80, "targetPort": "htpp", "protocol": "UDP"}),
                pod(container(port(8080, "htpp"), port(8080, "htpp", "UDP"))),
            ),
            "spec.ports[0].targetPort",
            id="a-udp-port-uses-that-name",
        ),
    ],
)
def test_fires(subject: TracedService, path: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    assert "PTR05" in judged(subject)


@pytest.mark.parametrize(
    ("name", "pods", "certain"),
    [
        pytest.param("htpp", [pod(container(port(8080, "htpp")))], True, id="mistyped"),
        pytest.param("htpp", [pod(container(port(8080, "htpp"))), pod()], False, id="not-on-all-pods"),
        pytest.param("https", [pod(container(port(8080, "https")))], False, id="tls-is-another-thing"),
        pytest.param("http2", [pod(container(port(8080, "http2")))], False, id="another-number"),
    ],
)
def test_a_command_only_where_it_is_certain(name: str, pods: list[Pod], *, certain: bool) -> None:
    (issue,) = found(check, traced(service(HTTP), *pods))
    patch = f'[{{"op":"replace","path":"/spec/ports/0/targetPort","value":"{name}"}}]'
    expected = f"kubectl patch service web -n shop --type=json -p '{patch}'"
    assert issue.fix.command == (expected if certain else None)


def test_no_command_for_a_file() -> None:
    snapshot = manifests(service(HTTP), template(container(port(8080, "htpp"))))
    (issue,) = found(check, trace_service(snapshot, snapshot.services[0]))
    assert issue.fix.command is None


def test_is_the_root_of_the_failure() -> None:
    (issue,) = problems(traced(service(HTTP), pod(container(port(8080, "htpp")))))
    assert (issue.code, issue.severity) == ("PTR05", "error")


def test_is_a_warning_on_a_headless_service() -> None:
    assert judged(traced(headless(HTTP), pod(container(port(80, "htpp")))))["PTR06"].severity == "warning"
