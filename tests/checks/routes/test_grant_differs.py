import pytest

from kubectl_porttrace.checks.routes.grant_differs import grant_differs as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import backend, found, gateway, grant, judged, pod, route, service, traced_route

DATA = (service(namespace="data"), pod(namespace="data"), gateway())
TO = backend(namespace="data")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(route(TO), *DATA, grant()), id="granted"),
        pytest.param(traced_route(route(TO), *DATA, grant(name="api"), grant(of="other")), id="by-another"),
        pytest.param(traced_route(route(TO), *DATA), id="no-grant"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(route(TO), *DATA, grant(of="data")),
            "spec.from[0].namespace",
            "error",
            id="the-namespace-of-the-service",
        ),
        pytest.param(
            traced_route(route(TO), *DATA, grant(kind="Gateway")),
            "spec.from[0].kind",
            "error",
            id="the-kind-of-the-gateway",
        ),
        pytest.param(
            traced_route(route(TO), *DATA, grant(service="api")), "spec.to[0].name", "error", id="another-service"
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
