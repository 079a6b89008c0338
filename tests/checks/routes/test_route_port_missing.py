import pytest

from kubectl_porttrace.checks.routes.route_port_missing import route_port_missing as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import (
    backend,
    condition,
    container,
    found,
    gateway,
    gateway_class,
    headless,
    judged,
    parent_status,
    pod,
    port,
    route,
    service,
    traced_route,
)

BACKED = (service(), pod(), gateway(), gateway_class())
MIRROR = {"type": "RequestMirror", "requestMirror": {"backendRef": backend(443)}}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(route(), *BACKED), id="it-has-it"),
        pytest.param(
            traced_route(
                route(backend(8080)),
                headless({"port": 8080, "targetPort": 3000}),
                pod(container(port(3000))),
                gateway(),
            ),
            id="headless-with-another-target-port",
        ),
        pytest.param(
            traced_route(route(backend(81)), service(type="ExternalName", externalName="a.b"), gateway()),
            id="external-name",
        ),
        pytest.param(
            traced_route(route(backend(53)), service({"port": 53, "protocol": "UDP"}), pod(), gateway()),
            id="the-other-protocol",
        ),
        pytest.param(
            traced_route(route(rules=[{"backendRefs": [backend()], "filters": [MIRROR]}]), *BACKED), id="a-mirror"
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(route(backend(8080)), service({"port": 80, "targetPort": 8080}), pod(), gateway()),
            "spec.rules[0].backendRefs[0].port",
            "error",
            id="its-target-port",
        ),
        pytest.param(
            traced_route(route(backend(), backend(443)), *BACKED),
            "spec.rules[0].backendRefs[1].port",
            "error",
            id="the-second",
        ),
        pytest.param(
            traced_route(route(backend(443, weight=0), backend()), *BACKED),
            "spec.rules[0].backendRefs[0].port",
            "warning",
            id="of-weight-0",
        ),
        pytest.param(
            traced_route(route(backend(443), kind="TCPRoute"), *BACKED),
            "spec.rules[0].backendRefs[0].port",
            "error",
            id="of-a-tcproute",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity


def test_a_status_that_says_otherwise_is_explained() -> None:
    status = parent_status(condition("ResolvedRefs", "True"))
    (issue,) = found(check, traced_route(route(backend(8080), status=status), *BACKED))
    assert issue.evidence[-1].endswith("it resolves the Service, and does not check the port")


def test_the_right_port_is_written_for_who_meant_it() -> None:
    subject = traced_route(route(backend(8080)), service({"port": 80, "targetPort": 8080}), pod(), gateway())
    (issue,) = found(check, subject)
    assert issue.evidence == ("8080 is the targetPort of port 80/TCP; a backend names 80",)
    assert issue.fix.command is not None
    assert "httproutes.gateway.networking.k8s.io" in issue.fix.command
    assert '"path":"/spec/rules/0/backendRefs/0/port","value":80' in issue.fix.command


def test_a_headless_service_is_wired_through_a_route() -> None:
    web = headless({"port": 8080, "targetPort": 3000})
    subject = traced_route(route(backend(8080)), web, pod(container(port(3000))), gateway())
    assert (subject.verdict.word, subject.backends[0].verdict.word) == ("wired", "wired")
