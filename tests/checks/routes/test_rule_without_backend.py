import pytest

from kubectl_porttrace.checks.routes.rule_without_backend import rule_without_backend as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import found, gateway, judged, pod, route, service, traced_route


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(route(), service(), pod(), gateway()), id="with-a-backend"),
        pytest.param(
            traced_route(route(rules=[{"filters": [{"type": "RequestRedirect"}]}]), gateway()), id="with-a-redirect"
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(traced_route(route(rules=[{}]), gateway()), "spec.rules[0]", "error", id="nothing-at-all"),
        pytest.param(
            traced_route(route(rules=[{"filters": [{"type": "URLRewrite"}]}], kind="GRPCRoute"), gateway()),
            "spec.rules[0]",
            "error",
            id="a-filter-that-answers-nothing",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
