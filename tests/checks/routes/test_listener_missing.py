import pytest

from kubectl_porttrace.checks.routes.listener_missing import listener_missing as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import (
    found,
    gateway,
    gateway_class,
    judged,
    listener,
    listener_set,
    pod,
    route,
    service,
    traced_route,
)

BACKED = (service(), pod(), gateway(), gateway_class())
NAMED = {"name": "a", "port": 80}, {"name": "b", "port": 81}
EDGE = {"name": "edge", "namespace": "infra"}
MESH = {"name": "web", "kind": "Service", "group": ""}
TWO = (service(), pod(), gateway(listener(), listener("b", 81)))
OPEN = {"namespaces": {"from": "All"}}
SETS = (service(), pod(), gateway(allowedListeners=OPEN), listener_set(listener("extra", 8080)))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(route(), *BACKED), id="none-is-asked-for"),
        pytest.param(
            traced_route(route(parents=[{**EDGE, "sectionName": "http", "port": 80}]), *BACKED), id="name-and-port"
        ),
        pytest.param(
            traced_route(route(parents=[{"name": "more", "kind": "ListenerSet", "sectionName": "extra"}]), *SETS),
            id="of-a-listener-set",
        ),
        pytest.param(traced_route(route(parents=[{**MESH, "port": 80}]), *BACKED), id="port-of-a-mesh-service"),
        pytest.param(
            traced_route(route(parents=[{**MESH, "port": 81, "sectionName": "b"}]), service(*NAMED), pod()),
            id="name-and-port-of-a-mesh-service",
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(route(parents=[{"name": "more", "kind": "ListenerSet", "sectionName": "x"}]), *SETS),
            "spec.parentRefs[0]",
            "error",
            id="no-such-name-in-a-listener-set",
        ),
        pytest.param(
            traced_route(route(parents=[{**EDGE, "sectionName": "https"}]), *BACKED),
            "spec.parentRefs[0]",
            "error",
            id="no-such-name",
        ),
        pytest.param(
            traced_route(route(parents=[{**EDGE, "port": 443}]), *BACKED),
            "spec.parentRefs[0]",
            "error",
            id="no-such-port",
        ),
        pytest.param(
            traced_route(route(parents=[{**EDGE, "sectionName": "http", "port": 81}]), *TWO),
            "spec.parentRefs[0]",
            "error",
            id="name-and-port-of-two-listeners",
        ),
        pytest.param(
            traced_route(route(parents=[{**EDGE, "sectionName": "extra"}]), *SETS),
            "spec.parentRefs[0]",
            "error",
            id="the-listener-of-a-listener-set",
        ),
        pytest.param(
            traced_route(route(parents=[{**MESH, "port": 8080}]), *BACKED),
            "spec.parentRefs[0]",
            "error",
            id="no-such-port-of-a-mesh-service",
        ),
        pytest.param(
            traced_route(route(parents=[{**MESH, "port": 80, "sectionName": "x"}]), *BACKED),
            "spec.parentRefs[0]",
            "error",
            id="no-such-name-of-a-mesh-service",
        ),
        pytest.param(
            traced_route(route(parents=[{**MESH, "port": 81, "sectionName": "a"}]), service(*NAMED), pod()),
            "spec.parentRefs[0]",
            "error",
            id="name-and-port-of-two-ports-of-a-mesh-service",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
