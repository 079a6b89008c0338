from typing import Any

import pytest

from kubectl_porttrace.checks.routes.tls_policy_not_accepted import tls_policy_not_accepted as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import condition, found, judged, pod, service, tls_policy, traced_route


def of(*conditions: dict[str, Any]) -> TracedReferrer:
    told = [{"controllerName": "example.com/gateway-controller", "conditions": list(conditions)}]
    return traced_route(tls_policy(status={"ancestors": told}), service(), pod())


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(of(condition("Accepted", "True"), condition("ResolvedRefs", "True")), id="accepted"),
        pytest.param(of(), id="nothing-is-said"),
        pytest.param(of(condition("Accepted", "False", "Conflicted")), id="an-older-one-is-for-another-check"),
        pytest.param(of(condition("Accepted", "False", "TargetNotFound")), id="its-target-as-well"),
        pytest.param(of(condition("Accepted", "False", "Pending")), id="not-yet"),
        pytest.param(of(condition("Accepted", "False", "Invalid", generation=7)), id="of-another-generation"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "reason"),
    [
        pytest.param(of(condition("Accepted", "False", "NoValidCACertificate")), "NoValidCACertificate", id="no-ca"),
        pytest.param(
            of(
                condition("Accepted", "False", "Invalid"), condition("ResolvedRefs", "False", "InvalidCACertificateRef")
            ),
            "InvalidCACertificateRef",
            id="what-it-refers-to",
        ),
    ],
)
def test_fires(subject: TracedReferrer, reason: str) -> None:
    (issue,) = found(check, subject)
    assert reason in issue.message
    assert issue.fix.command == "kubectl describe backendtlspolicies.gateway.networking.k8s.io tls -n shop"
    assert judged(subject)[check.code].severity == "warning"
