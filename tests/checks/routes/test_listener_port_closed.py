import pytest

from kubectl_porttrace.checks.routes.listener_port_closed import listener_port_closed as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import found, gateway, judged, pod, service, traced_route

OWN = {"gateway.networking.k8s.io/gateway-name": "edge"}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(
            traced_route(gateway(), service(namespace="infra", labels=OWN), pod(namespace="infra")), id="open"
        ),
        pytest.param(traced_route(gateway(), service({"port": 8080}, namespace="infra")), id="another-service"),
        pytest.param(traced_route(gateway(), service({"port": 8080}, labels=OWN)), id="of-another-namespace"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(gateway(), service({"port": 8080}, namespace="infra", labels=OWN), pod(namespace="infra")),
            "spec.listeners[0].port",
            "warning",
            id="not-open",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
