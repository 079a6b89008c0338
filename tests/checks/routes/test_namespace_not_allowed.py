import pytest

from kubectl_porttrace.checks.routes.namespace_not_allowed import namespace_not_allowed as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import (
    condition,
    found,
    gateway,
    gateway_class,
    judged,
    listener,
    listener_set,
    namespace,
    parent_status,
    pod,
    route,
    service,
    traced_route,
)

BACKED = (service(), pod(), gateway(), gateway_class())
BY_LABEL = {"namespaces": {"from": "Selector", "selector": {"matchLabels": {"team": "a"}}}}
SET = {"name": "more", "kind": "ListenerSet"}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(route(), *BACKED), id="all"),
        pytest.param(
            traced_route(
                route(parents=[{"name": "edge"}]),
                service(),
                pod(),
                gateway(listener(allowedRoutes=None), namespace="shop"),
            ),
            id="its-own-by-default",
        ),
        pytest.param(
            traced_route(
                route(), service(), pod(), gateway(listener(allowedRoutes=BY_LABEL)), namespace("shop", team="a")
            ),
            id="selected",
        ),
        pytest.param(
            traced_route(route(), service(), pod(), gateway(listener(allowedRoutes=BY_LABEL))),
            id="labels-that-were-not-read",
        ),
        pytest.param(
            traced_route(
                route(parents=[SET]),
                service(),
                pod(),
                gateway(allowedListeners={"namespaces": {"from": "All"}}),
                listener_set(),
            ),
            id="a-listener-set-that-is-taken",
        ),
        pytest.param(
            traced_route(
                route(parents=[SET]),
                service(),
                pod(),
                gateway(),
                listener_set(status={"conditions": [condition("Accepted", "True")]}),
            ),
            id="a-listener-set-that-its-controller-takes",
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(route(), service(), pod(), gateway(listener(allowedRoutes=None))),
            "spec.listeners[0].allowedRoutes",
            "error",
            id="another-by-default",
        ),
        pytest.param(
            traced_route(
                route(), service(), pod(), gateway(listener(protocol="TCP"), listener("b", 81, allowedRoutes=None))
            ),
            "spec.listeners[1].allowedRoutes",
            "error",
            id="of-the-listener-that-is-left",
        ),
        pytest.param(
            traced_route(
                route(), service(), pod(), gateway(listener(allowedRoutes=BY_LABEL)), namespace("shop", team="b")
            ),
            "spec.listeners[0].allowedRoutes",
            "error",
            id="not-selected",
        ),
        pytest.param(
            traced_route(
                route(status=parent_status(condition("Accepted", "True"))),
                service(),
                pod(),
                gateway(listener(allowedRoutes=None)),
            ),
            "spec.listeners[0].allowedRoutes",
            "warning",
            id="accepted-all-the-same",
        ),
        pytest.param(
            traced_route(
                route(status=parent_status(condition("Accepted", "True", generation=0))),
                service(),
                pod(),
                gateway(listener(allowedRoutes=None)),
            ),
            "spec.listeners[0].allowedRoutes",
            "error",
            id="a-status-of-no-generation",
        ),
        pytest.param(
            traced_route(route(parents=[SET]), service(), pod(), gateway(), listener_set()),
            "spec.parentRefs[0]",
            "error",
            id="a-listener-set-that-is-not-taken",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity


def test_tells_the_default() -> None:
    (issue,) = found(check, traced_route(route(), service(), pod(), gateway(listener(allowedRoutes=None))))
    assert issue.evidence[0].endswith("it takes its own alone: from: Same")
    assert issue.object is not None
    assert (issue.object.kind, issue.object.namespace, issue.object.name) == ("Gateway", "infra", "edge")
