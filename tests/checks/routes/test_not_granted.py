import pytest

from kubectl_porttrace.checks.routes.not_granted import not_granted as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import backend, found, gateway, grant, judged, pod, route, service, traced_route

DATA = (service(namespace="data"), pod(namespace="data"), gateway())
TO = backend(namespace="data")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(route(TO), *DATA, grant()), id="granted"),
        pytest.param(
            traced_route(route(TO), *DATA, grant(name="a", of="x", kind="TCPRoute"), grant()), id="by-one-of-two"
        ),
        pytest.param(traced_route(route(TO), *DATA, grant(of="other")), id="wrong-in-one-field"),
        pytest.param(traced_route(route(TO), *DATA, listed=frozenset()), id="grants-that-were-not-read"),
        pytest.param(
            traced_route(route(backend(namespace="shop")), service(), pod(), gateway()), id="its-own-namespace"
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(traced_route(route(TO), *DATA), "spec.rules[0].backendRefs[0]", "error", id="no-grant"),
        pytest.param(
            traced_route(route(TO), *DATA, grant(kind="TCPRoute", of="other")),
            "spec.rules[0].backendRefs[0]",
            "error",
            id="a-grant-for-others",
        ),
        pytest.param(
            traced_route(route({**TO, "weight": 0}), *DATA), "spec.rules[0].backendRefs[0]", "warning", id="of-weight-0"
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
