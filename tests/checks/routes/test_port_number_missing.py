import pytest

from kubectl_porttrace.checks.routes.port_number_missing import port_number_missing as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import found, ingress, pod, serious, service, traced_route

HTTP = {"name": "http", "port": 80, "targetPort": 8080}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(ingress(80), service(HTTP), pod()), id="it-has-it"),
        pytest.param(traced_route(ingress("http"), service(HTTP), pod()), id="by-name"),
        pytest.param(traced_route(ingress(8080), service(HTTP), pod()), id="its-target-port"),
        pytest.param(traced_route(ingress(81), service(type="ExternalName", externalName="a.b")), id="external-name"),
        pytest.param(traced_route(ingress(81, to="cart"), service(HTTP)), id="no-such-service"),
        pytest.param(traced_route(ingress(53), service({"port": 53, "protocol": "UDP"}), pod()), id="not-tcp"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("port", "ports", "near"),
    [
        pytest.param(443, [HTTP], "the only port is http 80/TCP", id="the-only-port"),
        pytest.param(81, [HTTP, {"name": "b", "port": 9}], "the nearest is port http 80/TCP", id="mistyped"),
        pytest.param(7, [HTTP, {"name": "b", "port": 9090}], None, id="nothing-near"),
        pytest.param(30080, [{**HTTP, "nodePort": 30080}], "the nodePort of port http 80/TCP", id="node-port"),
    ],
)
def test_fires(port: int, ports: list[dict[str, object]], near: str | None) -> None:
    subject = traced_route(ingress(port), service(*ports), pod())
    (issue,) = found(check, subject)
    assert issue.path == "spec.rules[0].http.paths[0].backend.service.port.number"
    assert (near in issue.evidence[0]) if near else issue.evidence == ()
    assert (subject.verdict.word, serious(subject)) == ("broken", {"PTI02": "error"})


def test_a_node_port_is_replaced_by_the_port() -> None:
    subject = traced_route(ingress(30080), service({**HTTP, "nodePort": 30080}, type="NodePort"), pod())
    (issue,) = found(check, subject)
    assert issue.fix.command is not None
    assert '"value":{"number":80}' in issue.fix.command
