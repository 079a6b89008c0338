import pytest

from kubectl_porttrace.checks.routes.hostnames_ignored import hostnames_ignored as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import found, gateway, gateway_class, judged, listener, listener_set, pod, route, service, traced_route

BACKED = (service(), pod(), gateway(), gateway_class())
SET = {"name": "more", "kind": "ListenerSet"}
TAKEN = gateway(allowedListeners={"namespaces": {"from": "All"}})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(
            traced_route(
                route(hostnames=["a.com", "b.com"]),
                service(),
                pod(),
                gateway(*[listener(f"l{n}", 80 + n, hostname=h) for n, h in enumerate(["a.com", "b.com"])]),
            ),
            id="each-by-one",
        ),
        pytest.param(
            traced_route(
                route(hostnames=["b.com"]),
                service(),
                pod(),
                gateway(*[listener(f"l{n}", 80 + n, hostname=h) for n, h in enumerate(["a.com"])]),
            ),
            id="none-is-served",
        ),
        pytest.param(traced_route(route(hostnames=["a.com"]), *BACKED), id="a-listener-for-all"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(
                route(parents=[SET], hostnames=["a.com", "b.com"]),
                service(),
                TAKEN,
                listener_set(listener(hostname="a.com")),
            ),
            "spec.hostnames",
            "warning",
            id="of-a-listener-set",
        ),
        pytest.param(
            traced_route(
                route(hostnames=["a.com", "b.com"]),
                service(),
                pod(),
                gateway(*[listener(f"l{n}", 80 + n, hostname=h) for n, h in enumerate(["a.com"])]),
            ),
            "spec.hostnames",
            "warning",
            id="one-of-two",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
