import pytest

from kubectl_porttrace.checks.routes.port_name_missing import port_name_missing as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import container, found, ingress, pod, port, serious, service, traced_route

HTTP = {"name": "http", "port": 80, "targetPort": "web"}
POD = pod(container(port(8080, "web")))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(ingress("http"), service(HTTP), POD), id="it-has-it"),
        pytest.param(traced_route(ingress(80), service(HTTP), POD), id="by-number"),
        pytest.param(
            traced_route(ingress("dns"), service({"name": "dns", "port": 53, "protocol": "UDP"}), pod()), id="not-tcp"
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("name", "said", "sure"),
    [
        pytest.param(
            "web", '"web" is the targetPort of port http 80/TCP; a backend names 80 or http', True, id="target"
        ),
        pytest.param(
            "htpt", "the nearest is port http 80/TCP (targetPort web); a backend names 80 or http", False, id="misspelt"
        ),
        pytest.param(
            "80",
            '"80" is written as a name, and is the number of port http 80/TCP (targetPort web); a backend names 80 or '
            "http",
            True,
            id="a-number-as-a-name",
        ),
    ],
)
def test_fires(name: str, said: str, *, sure: bool) -> None:
    subject = traced_route(ingress(name), service(HTTP), POD)
    (issue,) = found(check, subject)
    assert issue.path == "spec.rules[0].http.paths[0].backend.service.port.name"
    assert (issue.evidence, issue.fix.command is not None) == ((said,), sure)
    assert serious(subject) == {"PTI04": "error"}


def test_a_port_without_a_name_is_named_by_its_number() -> None:
    (issue,) = found(check, traced_route(ingress("web"), service({"port": 80, "targetPort": "web"}), POD))
    assert issue.evidence == ('"web" is the targetPort of port 80/TCP; a backend names 80',)
