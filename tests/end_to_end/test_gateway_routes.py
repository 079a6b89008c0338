"""Routes of the Gateway API on a real API server, with its own validation and defaults.

The cases are those of the specification's conformance tests, by their names; what each expects of an implementation is
written there in one sentence, and here as the parents of the report and the codes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.cluster.api import Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, endpoint_slice, pod, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.seen import read_report

API = "gateway.networking.k8s.io/v1"
ALL = {"namespaces": {"from": "All"}}
ATTACHED: list[str | None] = [None]


@dataclass(frozen=True)
class Case:
    """A route, by its spec, and what is said of it: the reason of each parent, None where attached, and the codes."""

    spec: Manifest
    parents: list[str | None]
    codes: frozenset[str] = frozenset()
    kind: str = "HTTPRoute"


def to(name: str = "web", port: int = 80, **more: Any) -> list[Manifest]:
    """Return one rule with one backend."""
    return [{"backendRefs": [{"name": name, "port": port, **more}]}]


def on(name: str = "edge", **more: Any) -> list[Manifest]:
    """Return one parent: a Gateway of the namespace beside."""
    return [{"name": name, "namespace": "INFRA", **more}]


CASES = {
    "httproute-simple-same-namespace": Case({"parentRefs": on(sectionName="http"), "rules": to()}, ATTACHED),
    "httproute-invalid-parentref-not-matching-section-name": Case(
        {"parentRefs": on(sectionName="nobody"), "rules": to()}, ["NoMatchingParent"], frozenset({"PTI15"})
    ),
    "httproute-invalid-parentref-not-matching-listener-port": Case(
        {"parentRefs": on(port=81), "rules": to()}, ["NoMatchingParent"], frozenset({"PTI15"})
    ),
    "httproute-invalid-cross-namespace-parent-ref": Case(
        {"parentRefs": on("closed"), "rules": to()}, ["NotAllowedByListeners"], frozenset({"PTI17"})
    ),
    "httproute-selected-namespace": Case({"parentRefs": on("chosen", sectionName="this"), "rules": to()}, ATTACHED),
    "httproute-other-namespace-selected": Case(
        {"parentRefs": on("chosen", sectionName="other"), "rules": to()},
        ["NotAllowedByListeners"],
        frozenset({"PTI17"}),
    ),
    "httproute-invalid-nonexistent-parent": Case(
        {"parentRefs": on("gone"), "rules": to()}, ["ParentNotFound"], frozenset({"PTI14"})
    ),
    "httproute-hostname-intersection-wildcard": Case(
        {"parentRefs": on("hosts"), "hostnames": ["a.b.example.com"], "rules": to()}, ATTACHED
    ),
    "httproute-hostname-intersection-none": Case(
        {"parentRefs": on("hosts"), "hostnames": ["example.com"], "rules": to()},
        ["NoMatchingListenerHostname"],
        frozenset({"PTI18"}),
    ),
    "httproute-hostname-intersection-some": Case(
        {"parentRefs": on("hosts"), "hostnames": ["a.example.com", "other.com"], "rules": to()},
        ATTACHED,
        frozenset({"PTI19"}),
    ),
    "httproute-disallowed-kind": Case(
        {"parentRefs": on("hosts", sectionName="tls"), "rules": to()}, ["NotAllowedByListeners"], frozenset({"PTI16"})
    ),
    "httproute-invalid-nonexistent-backendref": Case(
        {"parentRefs": on(sectionName="http"), "rules": to("gone")}, ATTACHED, frozenset({"PTI01"})
    ),
    "httproute-invalid-backendref-port": Case(
        {"parentRefs": on(sectionName="http"), "rules": to(port=8080)}, ATTACHED, frozenset({"PTI09"})
    ),
    "httproute-invalid-backendref-unknown-kind": Case(
        {"parentRefs": on(sectionName="http"), "rules": to(kind="Other", group="example.com")},
        ATTACHED,
        frozenset({"PTI22"}),
    ),
    "httproute-invalid-cross-namespace-backend-ref": Case(
        {"parentRefs": on(sectionName="http"), "rules": to("data", namespace="INFRA")}, ATTACHED, frozenset({"PTI28"})
    ),
    "httproute-service-types": Case(
        {"parentRefs": on(sectionName="http"), "rules": [*to("headless", 8080), *to("by-hand", 8080)]}, ATTACHED
    ),
    "httproute-omitted-backendrefs": Case(
        {"parentRefs": on(sectionName="http"), "rules": [{}]}, ATTACHED, frozenset({"PTI24"})
    ),
    "listenerset-gateway-parent-section-name-not-found": Case(
        {"parentRefs": on(sectionName="extra"), "rules": to()}, ["NoMatchingParent"], frozenset({"PTI15"})
    ),
    "listenerset-section-name": Case(
        {"parentRefs": on("more", kind="ListenerSet", sectionName="extra"), "rules": to()}, ATTACHED
    ),
    "grpcroute-exact-method-matching": Case(
        {
            "parentRefs": on(sectionName="http"),
            "rules": [{"matches": [{"method": {"service": "shop.Cart"}}], **to()[0]}],
        },
        ATTACHED,
        kind="GRPCRoute",
    ),
    "tcproute-invalid-non-tcp-listener": Case(
        {"parentRefs": on(sectionName="http"), "rules": to()},
        ["NotAllowedByListeners"],
        frozenset({"PTI16"}),
        "TCPRoute",
    ),
    "tcproute-multiple-routes-attachment-a": Case(
        {"parentRefs": on("streams", sectionName="tcp"), "rules": to()}, ATTACHED, kind="TCPRoute"
    ),
    "tcproute-multiple-routes-attachment-b": Case(
        {"parentRefs": on("streams", sectionName="tcp"), "rules": to()}, ATTACHED, frozenset({"PTI30"}), "TCPRoute"
    ),
    "udproute-not-allowed-by-listeners": Case(
        {"parentRefs": on("streams", sectionName="tcp"), "rules": to("dns", 53)},
        ["NotAllowedByListeners"],
        frozenset({"PTI16"}),
        "UDPRoute",
    ),
    "udproute-multiple-routes-attachment-a": Case(
        {"parentRefs": on("streams", sectionName="udp"), "rules": to("dns", 53)}, ATTACHED, kind="UDPRoute"
    ),
    "udproute-multiple-routes-attachment-b": Case(
        {"parentRefs": on("streams", sectionName="udp"), "rules": to("dns", 53)},
        ATTACHED,
        frozenset({"PTI30"}),
        "UDPRoute",
    ),
    "udproute-to-a-tcp-port": Case(
        {"parentRefs": on("streams", sectionName="udp"), "rules": to()},
        ATTACHED,
        frozenset({"PTI21", "PTI30"}),
        "UDPRoute",
    ),
}


def listener(name: str, port: int, protocol: str = "HTTP", **more: Any) -> Manifest:
    """Return a listener for all namespaces."""
    return {"name": name, "port": port, "protocol": protocol, "allowedRoutes": ALL, **more}


def gateway(name: str, *listeners: Manifest, **spec: Any) -> Manifest:
    """Return a Gateway."""
    return {
        "apiVersion": API,
        "kind": "Gateway",
        "metadata": {"name": name},
        "spec": {"gatewayClassName": "example", "listeners": list(listeners), **spec},
    }


def chosen(label: str) -> Manifest:
    """Return what lets a listener choose the namespace of that name."""
    return {"namespaces": {"from": "Selector", "selector": {"matchLabels": {"kubernetes.io/metadata.name": label}}}}


def infrastructure(namespace: str, infra: str) -> Iterator[Manifest]:
    """Return the Gateways, a ListenerSet, and a Service with a grant that is wrong in one field."""
    yield gateway("edge", listener("http", 80), allowedListeners={"namespaces": {"from": "Same"}})
    yield gateway("closed", {"name": "http", "port": 80, "protocol": "HTTP"})
    yield gateway(
        "chosen",
        listener("this", 80, allowedRoutes=chosen(namespace)),
        listener("other", 81, allowedRoutes=chosen(infra)),
    )
    certificate = {"mode": "Passthrough"}
    yield gateway("hosts", listener("http", 80, hostname="*.example.com"), listener("tls", 443, "TLS", tls=certificate))
    yield gateway("streams", listener("tcp", 9000, "TCP"), listener("udp", 53, "UDP"))
    extra = {"parentRef": {"name": "edge"}, "listeners": [listener("extra", 8080)]}
    yield {"apiVersion": API, "kind": "ListenerSet", "metadata": {"name": "more"}, "spec": extra}
    yield service("data", service_port(80))
    grant = {"from": [{"group": "gateway.networking.k8s.io", "kind": "TCPRoute", "namespace": namespace}]}
    spec = {**grant, "to": [{"group": "", "kind": "Service"}]}
    yield {"apiVersion": API, "kind": "ReferenceGrant", "metadata": {"name": "shop"}, "spec": spec}


def in_place(value: Any, infra: str) -> Any:
    """Return a spec with the name of the namespace beside written into it."""
    if isinstance(value, dict):
        return {key: in_place(each, infra) for key, each in value.items()}
    if isinstance(value, list):
        return [in_place(each, infra) for each in value]
    return infra if value == "INFRA" else value


@pytest.fixture(scope="module")
def seen(control_plane: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Manifest]:
    """The report on all routes, which are written one after the other, so that the first is the oldest."""
    shop, infra = control_plane.new_namespace(), control_plane.new_namespace()
    try:
        infra.apply(list(infrastructure(shop.name, infra.name)))
        fill(shop)
        for name, case in CASES.items():
            shop.apply(
                {
                    "apiVersion": API,
                    "kind": case.kind,
                    "metadata": {"name": name},
                    "spec": in_place(case.spec, infra.name),
                }
            )
        plugin = Porttrace(control_plane, shop.name, tmp_path_factory.mktemp("home"))
        yield read_report(plugin("-o", "json"), exit_code=3)
    finally:
        shop.remove()
        infra.remove()


def fill(namespace: Namespace) -> None:
    """Put the Services that routes name into a namespace."""
    namespace.apply(
        service("web", service_port(80, target_port=8080)),
        service("headless", service_port(8080, target_port=3000), selector={"app": "web"}, clusterIP="None"),
        service("by-hand", service_port(8080), selector={}),
        service("dns", service_port(53, protocol="UDP"), selector={"app": "web"}),
        endpoint_slice("by-hand-1", "by-hand", "10.9.9.9", ports=({"name": "", "port": 3000},)),
    )
    namespace.run_pod(pod("web", container("app", container_port(8080))))
    namespace.wait_for_endpoints("web", ready=1)
    namespace.wait_for_endpoints("headless", ready=1)
    namespace.wait_for_endpoints("dns", ready=1)


@pytest.mark.parametrize("name", CASES)
def test_says_what_the_specification_expects(seen: Manifest, name: str) -> None:
    (route,) = [each for each in seen["routes"] if each["name"] == name]
    case = CASES[name]
    assert [parent["reason"] for parent in route["parents"]] == case.parents
    assert {each["code"] for each in seen["findings"] if each["subject"]["name"] == name} == case.codes
    broken = case.codes - {"PTI19", "PTI22", "PTI24", "PTI30"}
    assert (route["verdict"] == "broken") == bool(broken)


def test_what_reaches_the_pods_through_a_headless_service_or_a_slice_by_hand(seen: Manifest) -> None:
    (route,) = [each for each in seen["routes"] if each["name"] == "httproute-service-types"]
    assert [backend["verdict"] for backend in route["backends"]] == ["wired", "wired"]
