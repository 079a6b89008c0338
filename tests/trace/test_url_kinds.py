"""URLs and the kinds of routes beside Ingress and HTTPRoute: calls, names in TLS, OpenShift, those not evaluated."""

from typing import Any

import msgspec
import pytest

from kubectl_porttrace.diagnose.asked_urls import unserved
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.target import parse_target, requested
from kubectl_porttrace.trace.lookups.url import TracedUrl
from kubectl_porttrace.trace.lookups.url_routes import trace_url
from tests.build import backend, cluster, custom, gateway, gateway_class, listener, listener_set, route, service
from tests.build.snapshots import LISTED

WEB = service({"port": 80, "name": "http"})
HTTPS = listener("https", 443, "HTTPS")
TLS = listener("tls", 443, "TLS", tls={"mode": "Passthrough"})
CALL = "http://shop.example.com/shop.Cart/Add"
HOST = "https://shop.example.com/cart"


def traced_url(written: str, *objects: KubernetesObject, method: str = "", header: str = "") -> TracedUrl:
    (target,) = requested((parse_target(written),), (header,) if header else (), method)
    return trace_url(cluster(WEB, *objects, gateway_class(), listed=LISTED), target)  # type: ignore[arg-type]


def won(found: TracedUrl) -> list[tuple[str, str]]:
    return [(each.match.referrer.name, each.match.path) for each in found.matches if each.wins]


def calls(*matches: dict[str, Any], name: str = "calls", **more: Any) -> KubernetesObject:
    rules = [{"matches": [each], "backendRefs": [backend()]} for each in matches] or [{"backendRefs": [backend()]}]
    return route(kind="GRPCRoute", name=name, rules=rules, **more)


def called(service_: str = "", method: str = "", **more: Any) -> dict[str, Any]:
    words = {"service": service_, "method": method, **more}
    return {"method": {key: each for key, each in words.items() if each}}


@pytest.mark.parametrize(
    ("matches", "path"),
    [
        pytest.param([called("shop.Cart"), called("shop.Cart", "Add")], "spec.rules[1]", id="service-and-method"),
        pytest.param([called(), called("shop.Cart")], "spec.rules[1]", id="service"),
        pytest.param([called(method="Add"), called("shop.Cart")], "spec.rules[1]", id="service-before-method"),
        pytest.param([called("shop.Ca.*", type="RegularExpression")], "spec.rules[0]", id="expression"),
        pytest.param([{**called(), "headers": [{"name": "v", "value": "2"}]}, called()], "spec.rules[0]", id="header"),
        pytest.param([], "spec.rules[0]", id="no-matches"),
        pytest.param([called("shop.Cart", "Remove")], None, id="other-method"),
        pytest.param([called("shop.Carts")], None, id="other-service"),
    ],
)
def test_calls_have_a_service_and_a_method(matches: list[dict[str, Any]], path: str | None) -> None:
    found = traced_url(CALL, gateway(), calls(*matches), method="POST", header="v: 2")
    assert won(found) == ([("calls", path)] if path else [])


def test_a_call_is_sent_by_post() -> None:
    found = traced_url(CALL, gateway(), calls())
    assert [(each.wins, each.would_win, each.match.needs) for each in found.matches] == [
        (False, True, ("--method POST",))
    ]
    assert not traced_url(CALL, gateway(), calls(), method="GET").matches
    assert not traced_url("http://shop.example.com/cart", gateway(), calls(), method="POST").matches


def test_a_route_of_tls_sees_the_name_alone() -> None:
    by_name = route(kind="TLSRoute", name="tls", hostnames=["*.example.com"])
    found = traced_url(HOST, gateway(TLS), by_name)
    assert won(found) == [("tls", "spec.rules[0]")]
    assert found.matches[0].match.match is None
    assert not traced_url("http://shop.example.com:443/cart", gateway(TLS), by_name).matches
    assert not traced_url("https://shop.example.org/", gateway(TLS), by_name).matches


def test_the_listener_of_the_nearer_hostname_decides_between_tls_and_https() -> None:
    exact = {**TLS, "hostname": "shop.example.com"}
    routes = route(kind="TLSRoute", name="tls", hostnames=["shop.example.com"]), route(name="web")
    assert won(traced_url(HOST, gateway(HTTPS, exact), *routes)) == [("tls", "spec.rules[0]")]
    assert won(traced_url("https://api.example.com/", gateway(HTTPS, exact), *routes)) == [("web", "spec.rules[0]")]


SET = [{"kind": "ListenerSet", "name": "more"}]
TAKES_SETS: dict[str, Any] = {"allowedListeners": {"namespaces": {"from": "All"}}}


def test_a_listener_of_a_set_is_ranked_with_those_of_its_gateway() -> None:
    """The nearer hostname takes the request, whichever object has its listener; of equal ones the Gateway's own."""
    direct, by_set = route(name="direct"), route(name="set", parents=SET)
    nearer = listener_set(listener(hostname="shop.example.com"))
    url = "http://shop.example.com/"
    assert won(traced_url(url, gateway(**TAKES_SETS), nearer, direct, by_set)) == [("set", "spec.rules[0]")]
    assert won(traced_url(url, gateway(), nearer, direct, by_set)) == [("direct", "spec.rules[0]")]
    assert won(traced_url(url, gateway(**TAKES_SETS), listener_set(), direct, by_set)) == [("direct", "spec.rules[0]")]


def test_of_two_sets_the_older_counts() -> None:
    parents = [{"kind": "ListenerSet", "name": "b"}], [{"kind": "ListenerSet", "name": "a"}]
    routes = [route(name=f"by-{each[0]['name']}", parents=each) for each in parents]
    sets = [listener_set(listener(hostname="shop.example.com"), name=name) for name in ("a", "b")]
    assert won(traced_url("http://shop.example.com/", gateway(**TAKES_SETS), *sets, *routes)) == [
        ("by-a", "spec.rules[0]")
    ]


def own(name: str = "own", **spec: Any) -> KubernetesObject:
    full = {"host": "shop.example.com", "to": {"kind": "Service", "name": "web"}, **spec}
    return custom("Route", full, name=name)


EDGE = {"tls": {"termination": "edge"}}


@pytest.mark.parametrize(
    ("written", "spec", "taken"),
    [
        pytest.param("http://shop.example.com/", {}, True, id="plain"),
        pytest.param("https://shop.example.com/", {}, False, id="no-tls"),
        pytest.param("https://shop.example.com/", EDGE, True, id="edge"),
        pytest.param("http://shop.example.com/", EDGE, False, id="edge-without-tls"),
        pytest.param(
            "http://shop.example.com/",
            {"tls": {"termination": "edge", "insecureEdgeTerminationPolicy": "Allow"}},
            True,
            id="allowed-without-tls",
        ),
        pytest.param(HOST, {"tls": {"termination": "passthrough"}, "path": "/x"}, True, id="passthrough-sees-no-path"),
        pytest.param("http://shop.example.com/cart/1", {"path": "/cart"}, True, id="below"),
        pytest.param("http://shop.example.com/carts", {"path": "/cart"}, False, id="other-element"),
        pytest.param("http://shop.example.com/cart", {"path": "/cart/"}, False, id="without-the-slash"),
        pytest.param("http://shop.example.com/cart/x", {"path": "/cart/"}, True, id="behind-the-slash"),
        pytest.param("http://api.example.com/", {}, False, id="other-host"),
        pytest.param("http://api.example.com/", {"wildcardPolicy": "Subdomain"}, True, id="wildcard"),
        pytest.param("http://a.b.example.com/", {"wildcardPolicy": "Subdomain"}, False, id="wildcard-of-one-label"),
        pytest.param("http://192.0.2.1/", {}, False, id="address"),
    ],
)
def test_openshift_router(written: str, spec: dict[str, Any], taken: bool) -> None:  # noqa: FBT001
    assert won(traced_url(written, own(**spec))) == ([("own", "spec")] if taken else [])


def test_openshift_router_takes_the_longest_path() -> None:
    routes = own("root"), own("cart", path="/cart"), own("items", path="/cart/items")
    found = traced_url("http://shop.example.com/cart/1", *routes)
    assert [(each.match.referrer.name, each.wins) for each in found.matches] == [("cart", True), ("root", False)]


def test_a_route_that_no_router_admits_serves_nothing() -> None:
    refused = {"ingress": [{"conditions": [{"type": "Admitted", "status": "False", "reason": "HostAlreadyClaimed"}]}]}
    claimed = msgspec.convert({**msgspec.to_builtins(own()), "status": refused}, type(own()))
    assert won(traced_url("http://shop.example.com/", claimed)) == []


def proxy(host: str) -> KubernetesObject:
    spec = {"virtualhost": {"fqdn": host}, "routes": [{"services": [{"name": "web", "port": 80}]}]}
    return custom("HTTPProxy", spec, name=host.partition(".")[0])


def virtual(*hosts: str, gateways: list[str]) -> KubernetesObject:
    http = [{"route": [{"destination": {"host": "web"}}]}]
    return custom("VirtualService", {"hosts": list(hosts), "gateways": gateways, "http": http}, name="virtual")


@pytest.mark.parametrize(
    ("object_", "told"),
    [
        pytest.param(proxy("shop.example.com"), True, id="same-host"),
        pytest.param(proxy("api.example.com"), False, id="other-host"),
        pytest.param(virtual("*.example.com", gateways=["edge"]), True, id="wildcard"),
        pytest.param(virtual("*", gateways=["edge"]), True, id="any-host"),
        pytest.param(virtual("*", gateways=["mesh"]), False, id="within-the-mesh"),
        pytest.param(virtual("*", gateways=[]), False, id="within-the-mesh-by-default"),
    ],
)
def test_kinds_that_are_not_evaluated_are_told(object_: KubernetesObject, told: bool) -> None:  # noqa: FBT001
    found = traced_url(HOST, object_)
    assert bool(found.others) is told
    assert not found.matches
    hint = unserved(found.snapshot, found.target).hint or ""
    assert ("may serve its host" in hint) is told
