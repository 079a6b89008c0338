import pytest

from kubectl_porttrace.checks.service_spec.target_port_left_to_default import target_port_left_to_default as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, in_files, judged, pod, port, service, template, traced

HTTP = {"name": "http", "port": 80}
NAMED = pod(container(port(8080, "http")))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(HTTP), pod(container(port(80, "http")))), id="declared"),
        pytest.param(traced(service({**HTTP, "targetPort": "http"}), NAMED), id="the-name-is-used"),
        pytest.param(traced(service({**HTTP, "targetPort": 81}), NAMED), id="another-number-was-meant"),
        pytest.param(traced(service({"port": 80}), NAMED), id="the-service-port-has-no-name"),
        pytest.param(traced(service(HTTP), pod(container(port(8080, "web")))), id="another-name"),
        pytest.param(traced(service(HTTP), pod(container(port(8080, "http", "UDP")))), id="another-protocol"),
        pytest.param(traced(service(HTTP), NAMED, pod()), id="not-on-every-pod"),
        pytest.param(traced(service(HTTP), NAMED, pod(container(port(80)))), id="declared-by-one-pod"),
        pytest.param(
            traced(service(HTTP), pod(container(port(8080, "http")), container(port(9090, "http"), name="b"))),
            id="two-of-that-name",
        ),
        pytest.param(traced(service(HTTP), pod()), id="nothing-declared"),
        pytest.param(traced(service(HTTP)), id="no-pods"),
        pytest.param(traced(headless(HTTP), NAMED), id="headless"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(HTTP), NAMED), id="one-pod"),
        pytest.param(traced(service(HTTP), NAMED, pod(container(port(9090, "http")))), id="two-numbers-of-one-name"),
        pytest.param(in_files(service(HTTP), template(container(port(8080, "http"), port(9090)))), id="in-files"),
    ],
)
def test_fires(subject: TracedService) -> None:
    assert [seen.path for seen in found(check, subject)] == ["spec.ports[0].targetPort"]
    issues = judged(subject)
    assert issues["PTS18"].severity == "warning"
    assert not {"PTR11", "PTR12"} & issues.keys()
