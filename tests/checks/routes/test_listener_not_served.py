from typing import Any

import pytest

from kubectl_porttrace.checks.routes.listener_not_served import listener_not_served as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import condition, found, gateway, judged, traced_route

SERVED = (condition("Accepted", "True"), condition("ResolvedRefs", "True"), condition("Programmed", "True"))


def of(*conditions: dict[str, Any], **status: Any) -> TracedReferrer:
    """A Gateway with an address, whose listener has these conditions."""
    told = [{"name": "http", "conditions": list(conditions)}]
    full = {"addresses": [{"value": "192.0.2.1"}], "conditions": [condition("Programmed", "True")], "listeners": told}
    return traced_route(gateway(status={**full, **status}, metadata={"generation": 1}))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(of(*SERVED), id="served"),
        pytest.param(of(), id="nothing-is-said"),
        pytest.param(of(condition("Programmed", "False", "Pending")), id="not-yet"),
        pytest.param(of(condition("Accepted", "False", "PortUnavailable", generation=7)), id="of-another-generation"),
        pytest.param(of(condition("Accepted", "Unknown", "Pending")), id="unknown"),
        pytest.param(
            of(condition("Accepted", "False", "PortUnavailable"), condition("Conflicted", "True", "HostnameConflict")),
            id="a-conflict-is-for-another-check",
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "words", "severity"),
    [
        pytest.param(
            of(condition("Accepted", "False", "PortUnavailable")),
            "is not accepted, reason PortUnavailable",
            "error",
            id="port",
        ),
        pytest.param(
            of(
                condition("Programmed", "False", "Invalid"), condition("ResolvedRefs", "False", "InvalidCertificateRef")
            ),
            "refers to what cannot be resolved, reason InvalidCertificateRef",
            "error",
            id="certificate",
        ),
        pytest.param(
            of(condition("Programmed", "True"), condition("ResolvedRefs", "False", "InvalidRouteKinds")),
            "reason InvalidRouteKinds",
            "warning",
            id="programmed-all-the-same",
        ),
        pytest.param(
            of(condition("ResolvedRefs", "False", "InvalidRouteKinds")),
            "reason InvalidRouteKinds",
            "warning",
            id="other-kinds-of-routes-may-be-served",
        ),
        pytest.param(of(condition("Programmed", "False", "Invalid")), "is not programmed", "error", id="programmed"),
    ],
)
def test_fires(subject: TracedReferrer, words: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert words in issue.message
    assert judged(subject)[check.code].severity == severity
