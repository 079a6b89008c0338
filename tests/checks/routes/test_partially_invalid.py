from typing import Any

import pytest

from kubectl_porttrace.checks.routes.partially_invalid import partially_invalid as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import (
    condition,
    found,
    gateway,
    gateway_class,
    judged,
    parent_status,
    pod,
    route,
    service,
    traced_route,
)


def said(*conditions: dict[str, Any], **fields: Any) -> TracedReferrer:
    status = parent_status(condition("Accepted", "True"), *conditions, **fields)
    return traced_route(route(status=status), service(), pod(), gateway(), gateway_class())


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(said(), id="all-of-it"),
        pytest.param(said(condition("PartiallyInvalid", "False")), id="said-to-be-whole"),
        pytest.param(said(condition("PartiallyInvalid", "True", generation=7)), id="of-another-generation"),
        pytest.param(said(condition("PartiallyInvalid", "True"), controller="example.com/another"), id="of-another"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [pytest.param(said(condition("PartiallyInvalid", "True", "UnsupportedValue", "Dropped Rule 2")), id="rule")],
)
def test_fires(subject: TracedReferrer) -> None:
    (issue,) = found(check, subject)
    assert "UnsupportedValue" in issue.message
    assert "Dropped Rule 2" in issue.evidence[0]
    assert judged(subject)[check.code].severity == "warning"
