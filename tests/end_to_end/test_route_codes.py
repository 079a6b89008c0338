"""Findings on routes that no other test here shows: each on one that is wrong, and not on its nearest neighbour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cluster.api import Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, endpoint_slice, pod, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.seen import read_report
from tests.end_to_end.test_gateway_routes import API, gateway, listener
from tests.end_to_end.test_ingresses import ingress

CONTROLLERS = {
    "lenient": "k8s.io/ingress-nginx",
    "strict": "traefik.io/ingress-controller",
    "ready": "nginx.org/ingress-controller",
}
UPSTREAM = {"nginx.ingress.kubernetes.io/service-upstream": "true"}
ROUTE = "HTTPRoute"


def classed(name: str, to: str, port: int, by: str, **annotations: str) -> Manifest:
    """Return an Ingress of a class, which has the name of the namespace before its own."""
    made = ingress(name, ("/", to, port), ingressClassName=f"NAMESPACE-{by}")
    return made | {"metadata": {**made["metadata"], "annotations": annotations}}


def backends(name: str, *references: Manifest, kind: str = ROUTE, **rule: Any) -> Manifest:
    """Return a route on the Gateway with one rule."""
    rules = [{"backendRefs": [{"port": 80, **each} for each in references], **rule}]
    spec = {"parentRefs": [{"name": "edge"}], "rules": rules}
    return {"apiVersion": API, "kind": kind, "metadata": {"name": name}, "spec": spec}


def mirrored(name: str, port: int) -> Manifest:
    mirror = {"type": "RequestMirror", "requestMirror": {"backendRef": {"name": "web", "port": port}}}
    return backends(name, {"name": "web"}, filters=[mirror])


def imported(name: str, port: int) -> Manifest:
    """A backend that is a Service of other clusters."""
    return {"group": "multicluster.x-k8s.io", "kind": "ServiceImport", "name": name, "port": port}


def tls_policy(name: str, section: str) -> Manifest:
    target = {"group": "", "kind": "Service", "name": "web", "sectionName": section}
    validation = {"hostname": "web.example.com", "wellKnownCACertificates": "System"}
    spec = {"targetRefs": [target], "validation": validation}
    return {"apiVersion": API, "kind": "BackendTLSPolicy", "metadata": {"name": name}, "spec": spec}


PAIRS: dict[str, tuple[Manifest, Manifest]] = {
    "PTI02": (ingress("i02", ("/", "web", 9999)), ingress("i02-right", ("/", "web", 80))),
    "PTI05": (ingress("i05", ("/", "dns", 53)), ingress("i05-right", ("/", "both", 53))),
    "PTI07": (ingress("i07", ("/", "far", 80)), ingress("i07-right", ("/", "web", 80))),
    "PTI08": (ingress("i08", ("/", "nobody", 80)), ingress("i08-right", ("/", "web", 80))),
    "PTI32": (classed("i32", "web", 8080, "lenient"), classed("i32-right", "web", 80, "lenient")),
    "PTI33": (classed("i33", "swapped", 8080, "lenient"), classed("i33-right", "swapped", 8080, "strict")),
    "PTI37": (
        classed("i37", "headless", 80, "lenient", **UPSTREAM),
        classed("i37-right", "web", 80, "lenient", **UPSTREAM),
    ),
    "PTI47": (classed("i47", "by-hand", 80, "ready"), classed("i47-right", "by-hand", 80, "lenient")),
    "PTI48": (classed("i48", "unready", 80, "strict"), classed("i48-right", "unready", 80, "lenient")),
    "PTI10": (backends("i10", {"name": "web", "namespace": "kube-public"}), backends("i10-right", {"name": "web"})),
    "PTI12": (
        backends("i12", {"name": "web", "weight": 0}),
        backends("i12-right", {"name": "web", "weight": 1}),
    ),
    "PTI23": (mirrored("i23", 8080), mirrored("i23-right", 80)),
    "PTI25": (tls_policy("i25", "htpt"), tls_policy("i25-right", "http")),
    "PTI51": (backends("i51", imported("far-web", 8080)), backends("i51-right", imported("far-web", 80))),
    "PTI31": (backends("i31", {"name": "far"}), backends("i31-right", {"name": "web"})),
}


def services() -> Iterator[Manifest]:
    web = {"app": "web"}
    yield service("web", service_port(80, 8080, "http"))
    yield service("swapped", service_port(80, 8080, "a"), service_port(8080, 9090, "b"), selector=web)
    yield service("dns", service_port(53, 5353, "dns", "UDP"), selector=web)
    yield service("both", service_port(53, 5353, "dns", "UDP"), service_port(53, 5353, "tcp", "TCP"), selector=web)
    yield service("headless", service_port(80, 8080), selector=web, clusterIP="None")
    yield service("nobody", service_port(80, 8080))
    yield service("far", service_port(80), selector={}, type="ExternalName", externalName="example.com")
    yield service("by-hand", selector={})
    yield endpoint_slice("by-hand-1", "by-hand", {"addresses": ["10.9.9.9"], "conditions": {}})
    yield service("unready", selector={})
    yield endpoint_slice("unready-1", "unready", {"addresses": ["10.9.9.8"], "conditions": {"ready": False}})
    yield gateway("edge", listener("http", 80))
    metadata, ports = {"name": "far-web"}, [{"name": "http", "port": 80, "protocol": "TCP"}]
    spec = {"type": "ClusterSetIP", "ports": ports}
    kind: Manifest = {"apiVersion": "multicluster.x-k8s.io/v1alpha1", "kind": "ServiceImport"}
    yield kind | {"metadata": metadata, "spec": spec}


@pytest.fixture(scope="module")
def seen(control_plane: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[str]]]:
    """The codes of each route, by its name."""
    shop = control_plane.new_namespace("codes")
    try:
        shop.apply(list(services()))
        for name, controller in CONTROLLERS.items():
            shop.apply(ingress_class(f"{shop.name}-{name}", controller))
        shop.run_pod(pod("web-0", container("app", container_port(8080), container_port(9090))))
        for name in ("web", "swapped", "both", "dns"):
            shop.wait_for_endpoints(name, ready=1)
        shop.apply([placed(each, shop) for pair in PAIRS.values() for each in pair])
        plugin = Porttrace(control_plane, shop.name, tmp_path_factory.mktemp("home"))
        report = read_report(plugin("-o", "json"), exit_code=3)
        yield {each["name"]: each["findings"] for each in report["routes"]}
    finally:
        for name in CONTROLLERS:
            shop.api.delete(f"/apis/networking.k8s.io/v1/ingressclasses/{shop.name}-{name}")
        shop.remove()


def ingress_class(name: str, controller: str) -> Manifest:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "IngressClass",
        "metadata": {"name": name},
        "spec": {"controller": controller},
    }


def placed(made: Manifest, namespace: Namespace) -> Manifest:
    """The same with the name of the namespace in that of its class."""
    written = made["spec"].get("ingressClassName", "")
    spec = (
        {**made["spec"], "ingressClassName": written.replace("NAMESPACE", namespace.name)} if written else made["spec"]
    )
    return made | {"spec": spec}


@pytest.mark.parametrize("code", PAIRS)
def test_each_on_what_is_wrong_and_not_on_its_neighbour(seen: dict[str, list[str]], code: str) -> None:
    wrong, right = (each["metadata"]["name"] for each in PAIRS[code])
    assert code in seen[wrong]
    assert code not in seen[right]
