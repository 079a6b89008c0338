import pytest

from kubectl_porttrace.checks.routes.kind_not_allowed import kind_not_allowed as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import found, gateway, gateway_class, judged, listener, listener_set, pod, route, service, traced_route

BACKED = (service(), pod(), gateway(), gateway_class())
SET = {"name": "more", "kind": "ListenerSet"}
TAKEN = gateway(allowedListeners={"namespaces": {"from": "All"}})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(route(), *BACKED), id="http-takes-httproutes"),
        pytest.param(traced_route(route(kind="GRPCRoute"), *BACKED), id="http-takes-grpcroutes"),
        pytest.param(
            traced_route(route(kind="TCPRoute"), service(), pod(), gateway(listener(protocol="TCP"))), id="tcp"
        ),
        pytest.param(
            traced_route(route(kind="TLSRoute"), service(), pod(), gateway(listener(protocol="TLS"))), id="tls"
        ),
        pytest.param(
            traced_route(
                route(kind="TCPRoute"), service(), pod(), gateway(listener(protocol="TLS", tls={"mode": "Terminate"}))
            ),
            id="tls-that-ends-here-is-up-to-the-controller",
        ),
        pytest.param(
            traced_route(route(), service(), pod(), gateway(listener(protocol="example.com/own"))),
            id="a-protocol-of-the-controllers-own",
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(route(parents=[SET]), service(), TAKEN, listener_set(listener(protocol="UDP"))),
            "spec.parentRefs[0]",
            "error",
            id="of-a-listener-set",
        ),
        pytest.param(
            traced_route(route(kind="TCPRoute"), *BACKED), "spec.parentRefs[0]", "error", id="http-takes-no-tcproutes"
        ),
        pytest.param(
            traced_route(
                route(kind="UDPRoute"),
                service({"port": 80, "protocol": "UDP"}),
                pod(),
                gateway(listener(protocol="TCP")),
            ),
            "spec.parentRefs[0]",
            "error",
            id="tcp-takes-no-udproutes",
        ),
        pytest.param(
            traced_route(
                route(),
                service(),
                pod(),
                gateway(listener(allowedRoutes={"kinds": [{"kind": "GRPCRoute"}], "namespaces": {"from": "All"}})),
            ),
            "spec.parentRefs[0]",
            "error",
            id="another-kind-is-named",
        ),
        pytest.param(
            traced_route(
                route(kind="TCPRoute"), service(), pod(), gateway(listener(protocol="TLS", tls={"mode": "Passthrough"}))
            ),
            "spec.parentRefs[0]",
            "error",
            id="tls-that-passes-through",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
