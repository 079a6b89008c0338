import pytest

from kubectl_porttrace.checks.routes.port_is_target_port import port_is_target_port as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import container, found, ingress, pod, port, serious, service, traced_route

HTTP = {"name": "http", "port": 80, "targetPort": 8080}
NAMED = {"name": "http", "port": 80, "targetPort": "web"}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(ingress(80), service(HTTP), pod()), id="the-port"),
        pytest.param(traced_route(ingress(80), service({"port": 80}), pod()), id="the-port-and-the-target-port"),
        pytest.param(
            traced_route(ingress(8080), service(HTTP, {"name": "b", "port": 8080}), pod()), id="the-port-of-another"
        ),
        pytest.param(traced_route(ingress(9), service(HTTP), pod()), id="neither"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        pytest.param(
            traced_route(ingress(8080), service(HTTP), pod()),
            "8080 is the targetPort of port http 80/TCP; a backend names 80 or http",
            id="a-number",
        ),
        pytest.param(
            traced_route(ingress(8080), service(NAMED), pod(container(port(8080, "web")))),
            "8080 is what targetPort web of port http 80/TCP is on the pods; a backend names 80 or http",
            id="a-name-on-the-pods",
        ),
    ],
)
def test_fires(subject: TracedReferrer, said: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == "spec.rules[0].http.paths[0].backend.service.port.number"
    assert issue.evidence == (said,)
    assert issue.fix.command is not None
    assert "/spec/rules/0/http/paths/0/backend/service/port" in issue.fix.command
    assert serious(subject) == {"PTI03": "error"}


def test_which_of_two_ports_was_meant_is_not_guessed() -> None:
    ports = (HTTP, {"name": "admin", "port": 81, "targetPort": 8080})
    (issue,) = found(check, traced_route(ingress(8080), service(*ports), pod()))
    assert issue.fix.command is None
