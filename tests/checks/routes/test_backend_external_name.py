import pytest

from kubectl_porttrace.checks.routes.backend_external_name import backend_external_name as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import found, gateway, judged, pod, route, service, traced_route


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(route(), service(), pod(), gateway()), id="another-type"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(route(), service(type="ExternalName", externalName="a.b"), gateway()),
            "spec.rules[0].backendRefs[0]",
            "warning",
            id="external-name",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
