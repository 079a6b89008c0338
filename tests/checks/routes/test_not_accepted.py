import pytest

from kubectl_porttrace.checks.routes.not_accepted import not_accepted as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import (
    condition,
    found,
    gateway,
    gateway_class,
    judged,
    listener,
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
        pytest.param(traced_route(route(status=parent_status(condition("Accepted", "True"))), *BACKED), id="accepted"),
        pytest.param(
            traced_route(route(status=parent_status(condition("Accepted", "False", generation=7))), *BACKED),
            id="about-another-generation",
        ),
        pytest.param(
            traced_route(route(status=parent_status(condition("Accepted", "False", generation=0))), *BACKED),
            id="about-no-generation",
        ),
        pytest.param(
            traced_route(route(status=parent_status(condition("Accepted", "False"), controller="other")), *BACKED),
            id="another-controller",
        ),
        pytest.param(
            traced_route(
                route(status=parent_status(condition("Accepted", "False"))),
                service(),
                pod(),
                gateway(listener(allowedRoutes=None)),
                gateway_class(),
            ),
            id="what-we-find-ourselves",
        ),
        pytest.param(
            traced_route(
                route(
                    status=parent_status(
                        condition("Accepted", "False"),
                        parent={"name": "edge", "namespace": "infra", "sectionName": "http"},
                    )
                ),
                *BACKED,
            ),
            id="another-parent",
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
                route(status=parent_status(condition("Accepted", "False", "UnsupportedValue", "no regex"))), *BACKED
            ),
            "spec.parentRefs[0]",
            "error",
            id="refused",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
