import pytest

from kubectl_porttrace.checks.routes.no_hostname_shared import no_hostname_shared as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import found, gateway, gateway_class, judged, listener, listener_set, pod, route, service, traced_route

BACKED = (service(), pod(), gateway(), gateway_class())
SET = {"name": "more", "kind": "ListenerSet"}
TAKEN = gateway(allowedListeners={"namespaces": {"from": "All"}})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(route(hostnames=["a.com"]), *BACKED), id="a-listener-for-all"),
        pytest.param(
            traced_route(route(hostnames=["x.y.a.com"]), service(), pod(), gateway(listener(hostname="*.a.com"))),
            id="several-labels",
        ),
        pytest.param(
            traced_route(route(hostnames=["a.com"]), service(), pod(), gateway(listener(hostname="A.com."))),
            id="another-spelling",
        ),
        pytest.param(
            traced_route(
                route(hostnames=["b.com", "x.a.com"]), service(), pod(), gateway(listener(hostname="*.a.com"))
            ),
            id="one-of-two",
        ),
        pytest.param(
            traced_route(route(kind="TCPRoute"), service(), pod(), gateway(listener(protocol="TCP", hostname="a.com"))),
            id="a-kind-without-hostnames",
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
                route(parents=[SET], hostnames=["b.com"]), service(), TAKEN, listener_set(listener(hostname="a.com"))
            ),
            "spec.hostnames",
            "error",
            id="of-a-listener-set",
        ),
        pytest.param(
            traced_route(route(hostnames=["b.com"]), service(), pod(), gateway(listener(hostname="a.com"))),
            "spec.hostnames",
            "error",
            id="another",
        ),
        pytest.param(
            traced_route(route(hostnames=["a.com"]), service(), pod(), gateway(listener(hostname="*.a.com"))),
            "spec.hostnames",
            "error",
            id="the-domain-itself",
        ),
        pytest.param(
            traced_route(route(hostnames=["*.a.com"]), service(), pod(), gateway(listener(hostname="a.com"))),
            "spec.hostnames",
            "error",
            id="a-wildcard-below",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
