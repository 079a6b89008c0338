import pytest

from kubectl_porttrace.checks.routes.backend_not_followed import backend_not_followed as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import found, gateway, judged, pod, route, service, traced_route


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(route(), service(), pod(), gateway()), id="a-service"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(
                route({"name": "web", "kind": "ServiceImport", "group": "multicluster.x-k8s.io", "port": 80}), gateway()
            ),
            "spec.rules[0].backendRefs[0]",
            "note",
            id="a-service-of-other-clusters",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
