from typing import Any

import pytest

from kubectl_porttrace.checks.routes.controller_port_missing import controller_port_missing as check
from tests.build import custom, found, pod, serious, service, traced_route

HTTP = {"name": "http", "port": 80, "targetPort": 8080}


def proxy(port: int | str) -> dict[str, Any]:
    return {"virtualhost": {"fqdn": "a.example"}, "routes": [{"services": [{"name": "web", "port": port}]}]}


def tcp_proxy(port: int | str) -> dict[str, Any]:
    return {"virtualhost": {"fqdn": "a.example"}, "tcpproxy": {"services": [{"name": "web", "port": port}]}}


def checked(port: int | str, **policy: Any) -> dict[str, Any]:
    """An HTTPProxy whose requests go to port 80, and whose health checks go to another."""
    services = [{"name": "web", "port": 80, "healthPort": port}]
    policies = policy or {"healthCheckPolicy": {"path": "/healthy"}}
    return {"virtualhost": {"fqdn": "a.example"}, "routes": [{"services": services, **policies}]}


def tcp_checked(port: int | str) -> dict[str, Any]:
    services = [{"name": "web", "port": 80, "healthPort": port}]
    return {"virtualhost": {"fqdn": "a.example"}, "tcpproxy": {"services": services, "healthCheckPolicy": {}}}


def binding(port: int | str) -> dict[str, Any]:
    return {"targetType": "ip", "serviceRef": {"name": "web", "port": port}}


def server(port: int | str) -> dict[str, Any]:
    return {"host": "a.example", "upstreams": [{"name": "web", "service": "web", "port": port}]}


def of_another(port: int | str) -> dict[str, Any]:
    return {"host": "a.example", "upstreams": [{"name": "web", "service": "shop/web", "port": port}]}


def apisix(port: int | str) -> dict[str, Any]:
    return {"http": [{"backends": [{"serviceName": "web", "servicePort": port}]}]}


def stream(port: int | str) -> dict[str, Any]:
    return {"stream": [{"protocol": "TCP", "backend": {"serviceName": "web", "servicePort": port}}]}


def mapping(port: int | str) -> dict[str, Any]:
    return {"prefix": "/a/", "service": f"http://web.shop:{port}"}


KINDS = pytest.mark.parametrize(
    ("kind", "spec", "path"),
    [
        pytest.param("HTTPProxy", proxy, "spec.routes[0].services[0].port", id="httpproxy"),
        pytest.param("HTTPProxy", checked, "spec.routes[0].services[0].healthPort", id="httpproxy-health"),
        pytest.param("HTTPProxy", tcp_checked, "spec.tcpproxy.services[0].healthPort", id="httpproxy-tcp-health"),
        pytest.param("HTTPProxy", tcp_proxy, "spec.tcpproxy.services[0].port", id="httpproxy-tcp"),
        pytest.param("TargetGroupBinding", binding, "spec.serviceRef.port", id="targetgroupbinding"),
        pytest.param("VirtualServer", server, "spec.upstreams[0].port", id="virtualserver"),
        pytest.param("VirtualServerRoute", of_another, "spec.upstreams[0].port", id="virtualserverroute"),
        pytest.param("TransportServer", server, "spec.upstreams[0].port", id="transportserver"),
        pytest.param("ApisixRoute", apisix, "spec.http[0].backends[0].servicePort", id="apisixroute"),
        pytest.param("ApisixRoute", stream, "spec.stream[0].backend.servicePort", id="apisixroute-stream"),
        pytest.param("Mapping", mapping, "spec.service", id="mapping"),
    ],
)


@KINDS
def test_stays_silent(kind: str, spec: Any, path: str) -> None:
    subject = traced_route(custom(kind, spec(80)), service(HTTP), pod())
    assert (subject.verdict.word, serious(subject)) == ("wired", {}), path
    assert found(check, subject) == []


@KINDS
def test_fires(kind: str, spec: Any, path: str) -> None:
    subject = traced_route(custom(kind, spec(8080)), service(HTTP), pod())
    (issue,) = found(check, subject)
    assert issue.path == path
    assert "8080 is the targetPort of port http 80/TCP; a backend names 80" in issue.evidence
    assert (subject.verdict.word, serious(subject)) == ("broken", {"PTI46": "error"})


@pytest.mark.parametrize(
    ("kind", "spec"),
    [pytest.param("TargetGroupBinding", binding, id="binding"), pytest.param("ApisixRoute", apisix, id="apisix")],
)
def test_a_name_is_one_of_the_service(kind: str, spec: Any) -> None:
    web = service({**HTTP, "targetPort": "web"})
    assert found(check, traced_route(custom(kind, spec("http")), web, pod())) == []
    assert len(found(check, traced_route(custom(kind, spec("web")), web, pod()))) == 1


def test_contour_takes_no_port_of_udp_alone() -> None:
    subject = traced_route(custom("HTTPProxy", proxy(53)), service({"name": "dns", "port": 53, "protocol": "UDP"}))
    (issue,) = found(check, subject)
    assert "speaks UDP alone" in issue.evidence[0]


def test_a_mapping_is_never_patched_within_its_text() -> None:
    (issue,) = found(check, traced_route(custom("Mapping", mapping(8080)), service(HTTP), pod()))
    assert issue.fix.command is None


def test_the_health_check_is_named_as_such() -> None:
    (issue,) = found(check, traced_route(custom("HTTPProxy", checked(8080)), service(HTTP), pod()))
    assert issue.message.startswith("the health check of a.example goes to port 8080 of Service web")


def test_a_health_port_counts_only_where_health_is_asked_for() -> None:
    """Contour looks for it only with a `healthCheckPolicy` (`httpproxy_processor.go`)."""
    subject = traced_route(custom("HTTPProxy", checked(8080, loadBalancerPolicy={})), service(HTTP), pod())
    assert (found(check, subject), subject.verdict.word) == ([], "wired")


def test_a_wrong_port_comes_before_that_of_its_health_check() -> None:
    spec = checked(9999)
    spec["routes"][0]["services"][0]["port"] = 8080
    (issue,) = found(check, traced_route(custom("HTTPProxy", spec), service(HTTP), pod()))
    assert issue.path == "spec.routes[0].services[0].port"


def test_contour_takes_no_port_of_another_protocol() -> None:
    """`contour/internal/dag/cache.go:LookupService`."""
    subject = traced_route(
        custom("HTTPProxy", proxy(53)), service({"name": "dns", "port": 53, "protocol": "UDP"}), pod()
    )
    assert (subject.verdict.word, serious(subject)) == ("broken", {"PTI46": "error"})
