import pytest

from kubectl_porttrace.checks.routes.parent_missing import parent_missing as check
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

BACKED = (service(), pod(), gateway(), gateway_class())


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(route(), *BACKED), id="it-exists"),
        pytest.param(
            traced_route(route(parents=[{"name": "gone"}]), *BACKED, listed=frozenset()),
            id="not-all-gateways-were-read",
        ),
        pytest.param(
            traced_route(route(parents=[{"name": "web", "kind": "Service", "group": ""}]), *BACKED),
            id="a-service-of-a-mesh",
        ),
        pytest.param(
            traced_route(route(parents=[{"name": "x", "kind": "Other", "group": "example.com"}]), *BACKED),
            id="a-kind-that-is-not-followed",
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(route(parents=[{"name": "gone", "namespace": "infra"}]), *BACKED),
            "spec.parentRefs[0]",
            "error",
            id="no-such-gateway",
        ),
        pytest.param(
            traced_route(route(parents=[{"name": "edge"}]), *BACKED),
            "spec.parentRefs[0]",
            "error",
            id="in-another-namespace",
        ),
        pytest.param(
            traced_route(route(parents=[{"name": "x", "kind": "ListenerSet"}]), *BACKED),
            "spec.parentRefs[0]",
            "error",
            id="no-such-listener-set",
        ),
        pytest.param(
            traced_route(route(parents=[{"name": "x", "kind": "Service", "group": ""}]), *BACKED),
            "spec.parentRefs[0]",
            "error",
            id="no-such-service",
        ),
        pytest.param(
            traced_route(
                route(
                    parents=[{"name": "edge"}],
                    status=parent_status(condition("Accepted", "True"), parent={"name": "edge"}),
                ),
                *BACKED,
            ),
            "spec.parentRefs[0]",
            "warning",
            id="accepted-all-the-same",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity


def test_names_the_one_that_was_meant() -> None:
    (issue,) = found(check, traced_route(route(parents=[{"name": "egde", "namespace": "infra"}]), *BACKED))
    assert issue.fix.text == 'name Gateway "edge", if that is meant'
