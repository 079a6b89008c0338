import pytest

from kubectl_porttrace.checks.routes.service_broken import service_broken as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import backend, found, gateway, ingress, judged, pod, route, service, traced_route


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(ingress(), service(), pod()), id="it-works"),
        pytest.param(traced_route(ingress(8080), service({"port": 80, "targetPort": 8080})), id="no-such-port"),
        pytest.param(traced_route(ingress(to="gone"), service()), id="no-such-service"),
        pytest.param(
            traced_route(
                route(backend(weight=0), backend(to="api")),
                service(),
                service(name="api", selector={"app": "api"}),
                pod(labels={"app": "api"}),
                gateway(),
            ),
            id="of-weight-0",
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(ingress(), service()), "spec.rules[0].http.paths[0].backend", "warning", id="nothing-behind-it"
        ),
        pytest.param(
            traced_route(route(), service(), pod(ready=False), gateway()),
            "spec.rules[0].backendRefs[0]",
            "warning",
            id="nothing-ready",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
