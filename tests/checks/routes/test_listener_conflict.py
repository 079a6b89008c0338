from typing import Any

import pytest

from kubectl_porttrace.checks.routes.listener_conflict import listener_conflict as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import condition, found, gateway, judged, traced_route


def _status(status: str, generation: int = 1) -> dict[str, Any]:
    said = condition("Conflicted", status, "HostnameConflict", "the same as b", generation=generation)
    return {"addresses": [{"value": "10.0.0.1"}], "listeners": [{"name": "http", "conditions": [said]}]}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(gateway(status=_status("False"))), id="no-conflict"),
        pytest.param(traced_route(gateway(status=_status("True", 7))), id="about-another-generation"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(gateway(status=_status("True"))),
            'status.listeners[?(@.name=="http")]',
            "error",
            id="a-conflict",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
