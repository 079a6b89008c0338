import pytest

from kubectl_porttrace.checks.routes.route_port_other_protocol import route_port_other_protocol as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import (
    backend,
    found,
    gateway,
    gateway_class,
    judged,
    pod,
    route,
    service,
    traced_route,
)

BACKED = (service(), pod(), gateway(), gateway_class())


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(
            traced_route(
                route(backend(53), kind="UDPRoute"), service({"port": 53, "protocol": "UDP"}), pod(), gateway()
            ),
            id="udp",
        ),
        pytest.param(
            traced_route(
                route(backend(53)),
                service({"port": 53, "protocol": "UDP", "name": "a"}, {"port": 53, "name": "b"}),
                pod(),
                gateway(),
            ),
            id="both",
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(route(kind="UDPRoute"), *BACKED),
            "spec.rules[0].backendRefs[0].port",
            "error",
            id="a-udproute-to-tcp",
        ),
        pytest.param(
            traced_route(route(backend(53)), service({"port": 53, "protocol": "UDP"}), pod(), gateway()),
            "spec.rules[0].backendRefs[0].port",
            "error",
            id="an-httproute-to-udp",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
