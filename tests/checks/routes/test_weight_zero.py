import pytest

from kubectl_porttrace.checks.routes.weight_zero import weight_zero as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import backend, found, gateway, judged, pod, route, service, traced_route


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(route(), service(), pod(), gateway()), id="no-weight"),
        pytest.param(traced_route(route(backend(weight=1)), service(), pod(), gateway()), id="a-weight"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(route(backend(weight=0), backend()), service(), pod(), gateway()),
            "spec.rules[0].backendRefs[0].weight",
            "note",
            id="weight-0",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
