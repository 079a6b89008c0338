from typing import Any

import pytest

from kubectl_porttrace.checks.routes.tls_policy_target import tls_policy_target as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import condition, found, judged, pod, service, tls_policy, traced_route

HTTPS = {"name": "https", "port": 443}


def _status(reason: str, generation: int) -> dict[str, Any]:
    said = condition("Accepted", "False", reason, "older policy", generation=generation)
    return {"ancestors": [{"controllerName": "example.com/gateway-controller", "conditions": [said]}]}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(tls_policy("https"), service(HTTPS), pod()), id="a-port-name"),
        pytest.param(traced_route(tls_policy(), service(HTTPS), pod()), id="all-ports"),
        pytest.param(traced_route(tls_policy(to="gone"), listed=frozenset()), id="services-that-were-not-read"),
        pytest.param(
            traced_route(tls_policy(status=_status("Conflicted", 7)), service(), pod()), id="about-another-generation"
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(tls_policy("tls"), service(HTTPS), pod()),
            "spec.targetRefs[0].sectionName",
            "warning",
            id="no-such-name",
        ),
        pytest.param(
            traced_route(tls_policy("443"), service(HTTPS), pod()),
            "spec.targetRefs[0].sectionName",
            "warning",
            id="a-number",
        ),
        pytest.param(
            traced_route(tls_policy(to="gone"), service(), pod()), "spec.targetRefs[0]", "warning", id="no-such-service"
        ),
        pytest.param(
            traced_route(tls_policy(status=_status("Conflicted", 1)), service(), pod()),
            "status.ancestors[0]",
            "warning",
            id="loses",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
