from typing import Any

import pytest

from kubectl_porttrace.checks.listening.route_speaks_otherwise import route_speaks_otherwise as check
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import backend, condition, container, found, ingress, ingress_class, judged, route, service, tls_policy
from tests.build import port as declared
from tests.build.attempts import tried
from tests.build.callers import api_service, custom_resource_definition, monitor, webhooks
from tests.build.snapshots import traced_route
from tests.checks.listening.behind import web

NGINX, ALB = "nginx.ingress.kubernetes.io", "alb.ingress.kubernetes.io"
PORT = {"name": "http", "port": 80, "targetPort": 8080}
CALLED = {"name": "https", "port": 443, "targetPort": 8080}
METRICS = {"name": "metrics", "port": 9090, "targetPort": 9090}
LABELS = {"app": "web"}
ONE, TWO = web("web-0"), web("web-0", container(declared(8080), declared(9090)))


def reached(
    outcome: Any, referrer: KubernetesObject, *more: Any, port: dict[str, Any] | None = None, **fields: Any
) -> TracedReferrer:
    """An object that names the port of a Service whose program answered a handshake so."""
    made = service(port or PORT, labels=LABELS)
    return traced_route(referrer, made, ONE, *more, attempts=(tried(ONE, "proxy", outcome),), **fields)


def annotated(written: str = "", key: str = f"{NGINX}/backend-protocol", **spec: Any) -> KubernetesObject:
    return ingress(metadata={"annotations": {key: written} if written else {}}, **spec)


def by_nginx(written: str = "", key: str = f"{NGINX}/backend-protocol") -> tuple[KubernetesObject, KubernetesObject]:
    return annotated(written, key, ingressClassName="nginx"), ingress_class()


def by_other(written: str, controller: str) -> tuple[KubernetesObject, KubernetesObject]:
    return annotated(written, ingressClassName="other"), ingress_class("other", controller)


def refused() -> dict[str, Any]:
    said = condition("Accepted", "False", "Conflicted", "older policy")
    return {"ancestors": [{"controllerName": "example.com/gateway-controller", "conditions": [said]}]}


UNTRIED = traced_route(*by_nginx(), service(PORT), ONE)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(UNTRIED, id="not-tried"),
        pytest.param(reached("tls", annotated()), id="who-serves-it-is-not-known"),
        pytest.param(reached("tls", annotated("AUTO_HTTP")), id="either"),
        pytest.param(reached("tls", *by_nginx("HTTPS")), id="TLS-as-written"),
        pytest.param(reached("tls", *by_nginx("grpcs")), id="in-small-letters"),
        pytest.param(reached("http", *by_nginx()), id="HTTP-by-default"),
        pytest.param(reached("http", *by_nginx("HTTP")), id="HTTP-as-written"),
        pytest.param(reached("tls", *by_nginx("true", f"{NGINX}/ssl-passthrough")), id="passed-through"),
        pytest.param(reached("http", *by_other("HTTPS", "traefik.io/ingress-controller")), id="of-another-controller"),
        pytest.param(reached("closed", *by_nginx("HTTPS")), id="no-answer"),
        pytest.param(reached("tls", tls_policy()), id="TLS-by-a-policy"),
        pytest.param(reached("http", tls_policy(status=refused())), id="a-policy-that-is-refused"),
        pytest.param(reached("tls", route(backend()), tls_policy()), id="a-route-with-a-policy"),
        pytest.param(reached("http", route(backend())), id="a-route-without"),
        pytest.param(reached("tls", route(backend()), listed=frozenset()), id="policies-that-were-not-listed"),
        pytest.param(reached("tls", route(backend(weight=0))), id="a-route-of-weight-0"),
        pytest.param(reached("tls", route(backend(port=443)), port=CALLED), id="a-route-to-a-port-called-https"),
        pytest.param(
            reached("tls", route(backend()), port={**PORT, "appProtocol": "https"}), id="a-route-to-appProtocol-https"
        ),
        pytest.param(reached("tls", webhooks(), port=CALLED), id="a-webhook-by-TLS"),
        pytest.param(reached("tls", monitor({"port": "http", "scheme": "https"})), id="a-monitor-by-https"),
        pytest.param(reached("http", monitor()), id="a-monitor-by-default"),
        pytest.param(
            traced_route(
                monitor({"targetPort": 9090}), service(PORT, labels=LABELS), TWO, attempts=(tried(TWO, "proxy", "tls"),)
            ),
            id="a-monitor-of-a-port-beside",
        ),
        pytest.param(
            traced_route(tls_policy(), service(PORT, METRICS), ONE, attempts=(tried(ONE, "proxy", "http", 9090),)),
            id="a-policy-for-all-ports-of-which-gateways-may-use-one",
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


ANNOTATION = f"metadata.annotations[{NGINX}/backend-protocol]"


@pytest.mark.parametrize(
    ("subject", "severity", "path", "why"),
    [
        pytest.param(reached("tls", *by_nginx()), "warning", ANNOTATION, "it has no annotation", id="by-default"),
        pytest.param(reached("tls", *by_nginx("HTTP")), "warning", ANNOTATION, "is HTTP", id="as-written"),
        pytest.param(reached("http", *by_nginx("HTTPS")), "warning", ANNOTATION, "is HTTPS", id="the-reverse"),
        pytest.param(reached("plain", annotated("GRPCS")), "warning", ANNOTATION, "is GRPCS", id="some-controller"),
        pytest.param(
            reached("http", annotated("HTTPS", f"{ALB}/backend-protocol")),
            "warning",
            f"metadata.annotations[{ALB}/backend-protocol]",
            "is HTTPS",
            id="by-ALB",
        ),
        pytest.param(reached("http", tls_policy()), "warning", "spec.targetRefs[0]", "speak TLS", id="a-policy"),
        pytest.param(
            traced_route(
                tls_policy("metrics"), service(PORT, METRICS), ONE, attempts=(tried(ONE, "proxy", "http", 9090),)
            ),
            "warning",
            "spec.targetRefs[0]",
            "speak TLS",
            id="a-policy-for-one-of-several-ports",
        ),
        pytest.param(
            reached("tls", route(backend())),
            "note",
            "spec.rules[0].backendRefs[0].port",
            "no BackendTLSPolicy",
            id="a-route-without-a-policy",
        ),
        pytest.param(
            reached("tls", route(backend(), kind="GRPCRoute")),
            "note",
            "spec.rules[0].backendRefs[0].port",
            "no BackendTLSPolicy",
            id="a-GRPCRoute-without-a-policy",
        ),
        pytest.param(
            reached("http", webhooks(), port=CALLED),
            "warning",
            "webhooks[0].clientConfig.service",
            "HTTPS alone",
            id="a-webhook",
        ),
        pytest.param(
            reached("plain", api_service(), port=CALLED), "warning", "spec.service", "HTTPS alone", id="an-APIService"
        ),
        pytest.param(
            reached("http", custom_resource_definition(), port=CALLED),
            "warning",
            "spec.conversion.webhook.clientConfig.service",
            "HTTPS alone",
            id="a-conversion",
        ),
        pytest.param(
            reached("tls", monitor()), "warning", "spec.endpoints[0].scheme", "it names no scheme", id="a-monitor"
        ),
        pytest.param(
            reached("http", monitor({"port": "http", "scheme": "HTTPS"})),
            "warning",
            "spec.endpoints[0].scheme",
            "its scheme is HTTPS",
            id="a-monitor-by-https",
        ),
    ],
)
def test_fires(subject: TracedReferrer, severity: str, path: str, why: str) -> None:
    finding = judged(subject)["PTL10"]
    assert (finding.severity, finding.path) == (severity, path)
    assert any(why in line for line in finding.evidence)


def test_several_paths_to_one_port_are_one_finding() -> None:
    paths = [
        {"path": each, "pathType": "Prefix", "backend": {"service": {"name": "web", "port": {"number": 80}}}}
        for each in ("/", "/api")
    ]
    made = ingress(ingressClassName="nginx", rules=[{"http": {"paths": paths}}])
    assert len(found(check, reached("tls", made, ingress_class()))) == 1


def test_an_annotation_is_for_all_paths_of_an_ingress() -> None:
    other = {"service": {"name": "other", "port": {"number": 80}}}
    made = ingress(ingressClassName="nginx", defaultBackend=other)
    (issue,) = found(check, reached("tls", made, ingress_class()))
    assert "an Ingress of its own" in issue.fix.text
