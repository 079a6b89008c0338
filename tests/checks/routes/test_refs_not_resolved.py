import pytest

from kubectl_porttrace.checks.routes.refs_not_resolved import refs_not_resolved as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import (
    backend,
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

BACKED = (service(), pod(), gateway(), gateway_class())


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(
            traced_route(route(status=parent_status(condition("ResolvedRefs", "True"))), *BACKED), id="resolved"
        ),
        pytest.param(
            traced_route(route(backend(8080), status=parent_status(condition("ResolvedRefs", "False"))), *BACKED),
            id="what-we-find-ourselves",
        ),
        pytest.param(
            traced_route(route(status=parent_status(condition("ResolvedRefs", "False", generation=7))), *BACKED),
            id="about-another-generation",
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(
                route(status=parent_status(condition("ResolvedRefs", "False", "UnsupportedProtocol", "no h2c"))),
                *BACKED,
            ),
            "spec.rules",
            "error",
            id="refused",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
