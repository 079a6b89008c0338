"""Controllers' own kinds on a real API server: each kind with one object that is right, and one that is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.cluster.api import Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.controller_kinds import DEFINITIONS
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.seen import read_report


def traefik(port: int | str) -> Manifest:
    return {"routes": [{"match": "Host(`a.example`)", "services": [{"name": "web", "port": port}]}]}


def virtual(port: int | str) -> Manifest:
    return {"hosts": ["a.example"], "http": [{"route": [{"destination": {"host": "web", "port": {"number": port}}}]}]}


def upstream(port: int | str) -> Manifest:
    return {"host": "a.example", "upstreams": [{"name": "web", "service": "web", "port": port}]}


@dataclass(frozen=True)
class Case:
    """A spec for a port, and which ports are right and wrong; the code of the wrong one."""

    spec: Any
    right: int | str
    wrong: int | str
    code: str


CASES = {
    "Route": Case(
        lambda port: {"to": {"kind": "Service", "name": "web"}, "port": {"targetPort": port}}, 8080, 80, "I41"
    ),
    "IngressRoute": Case(traefik, "http", 8080, "I43"),
    "IngressRouteTCP": Case(traefik, 80, "web", "I43"),
    "IngressRouteUDP": Case(traefik, 80, 8080, "I43"),
    "TraefikService": Case(lambda port: {"weighted": {"services": [{"name": "web", "port": port}]}}, 80, 8080, "I43"),
    "VirtualService": Case(virtual, 80, 8080, "I44"),
    "HTTPProxy": Case(lambda port: {"routes": [{"services": [{"name": "web", "port": port}]}]}, 80, 8080, "I46"),
    "TargetGroupBinding": Case(
        lambda port: {"targetType": "ip", "serviceRef": {"name": "web", "port": port}}, "http", "web", "I46"
    ),
    "VirtualServer": Case(upstream, 80, 8080, "I46"),
    "VirtualServerRoute": Case(upstream, 80, 8080, "I46"),
    "TransportServer": Case(upstream, 80, 8080, "I46"),
    "ApisixRoute": Case(
        lambda port: {"http": [{"backends": [{"serviceName": "web", "servicePort": port}]}]}, "http", 8080, "I46"
    ),
    "Mapping": Case(lambda port: {"prefix": "/a/", "service": f"web:{port}"}, 80, 8080, "I46"),
}

API_VERSIONS = {each.kind: each.api_version for each in DEFINITIONS}


def objects(app: str) -> Iterator[Manifest]:
    """The label that a Gateway selects by is one of these pods alone: it does so in every namespace."""
    for kind, case in CASES.items():
        for name, port in (("right", case.right), ("wrong", case.wrong)):
            yield made(kind, name, case.spec(port))
    yield made("Gateway", "edge", {"selector": {"app": app}, "servers": [{"port": {"number": 80}, "hosts": ["*"]}]})
    yield made("DestinationRule", "web", {"host": "web", "subsets": [{"name": "v1", "labels": {"version": "v1"}}]})
    subset = {"route": [{"destination": {"host": "web", "subset": "v1"}}]}
    yield made("VirtualService", "subset", {"http": [subset]})
    for name, chosen in (("without-port", {}), ("with-port", {"port": {"targetPort": "http"}})):
        yield made("Route", name, {"to": {"kind": "Service", "name": "two"}, **chosen})


def made(kind: str, name: str, spec: Manifest) -> Manifest:
    return {"apiVersion": API_VERSIONS[kind], "kind": kind, "metadata": {"name": name}, "spec": spec}


@dataclass(frozen=True)
class Seen:
    """The command in the namespace of these objects, and what it reports on their Service."""

    porttrace: Porttrace
    report: Manifest

    def route(self, kind: str, name: str) -> Manifest:
        return next(each for each in self.report["routes"] if (each["kind"], each["name"]) == (kind, name))


@pytest.fixture(scope="module")
def seen(control_plane: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    namespace = control_plane.new_namespace("kinds")
    namespace.apply(service("web", service_port(80, target_port="web", name="http"), selector={"app": namespace.name}))
    namespace.run_pod(pod("web-0", container("app", container_port(8080, name="web")), labels={"app": namespace.name}))
    ports = service_port(80, target_port="web", name="http"), service_port(81, 8081, name="metrics")
    namespace.apply(service("two", *ports, selector={"app": namespace.name}))
    for name in ("web", "two"):
        namespace.wait_for_endpoints(name, ready=1)
    namespace.apply(list(objects(namespace.name)))
    porttrace = Porttrace(control_plane, namespace.name, tmp_path_factory.mktemp("home"))
    yield Seen(porttrace, read_report(porttrace("web", "-o", "json"), exit_code=3))
    namespace.remove()


@pytest.mark.parametrize("kind", CASES)
def test_each_kind_is_followed_by_its_own_rule(seen: Seen, kind: str) -> None:
    right, wrong = (seen.route(kind, name) for name in ("right", "wrong"))
    assert (right["verdict"], right["backends"][0]["servicePort"], right["findings"]) == ("wired", 80, [])
    assert (wrong["verdict"], wrong["backends"][0]["servicePort"]) == ("broken", None)
    assert wrong["findings"] == [f"PT{CASES[kind].code}"]


def test_each_kind_is_asked_for_by_name(seen: Seen) -> None:
    groups = {each.kind: f"{each.plural}.{each.api_version.partition('/')[0]}" for each in DEFINITIONS}
    asked = read_report(seen.porttrace(*(f"{groups[kind]}/wrong" for kind in CASES), "-o", "json"), exit_code=3)
    told = {each["kind"]: each["findings"] for each in asked["routes"]}
    assert told == {kind: [f"PT{case.code}"] for kind, case in CASES.items()}


def test_a_gateway_of_istio_by_its_whole_name(seen: Seen) -> None:
    report = read_report(seen.porttrace("gateway.networking.istio.io/edge", "-o", "json"), exit_code=0)
    (route,) = report["routes"]
    assert (route["apiVersion"], route["verdict"]) == ("networking.istio.io/v1", "wired")
    assert seen.route("Gateway", "edge")["backends"][0]["servicePort"] == 80


def test_a_subset_without_pods(seen: Seen) -> None:
    report = read_report(seen.porttrace("vs/subset", "-o", "json"), exit_code=0)
    assert [each["code"] for each in report["findings"] if each["severity"] == "warning"] == ["PTI45"]


def test_a_route_without_a_port_to_a_service_of_several(seen: Seen) -> None:
    report = read_report(seen.porttrace("two", "-o", "json"), exit_code=0)
    told = {each["name"]: each["findings"] for each in report["routes"] if each["kind"] == "Route"}
    assert told == {"without-port": ["PTI42"], "with-port": []}


def test_files_say_the_same(seen: Seen) -> None:
    namespace = Namespace(seen.porttrace.cluster.api(), seen.porttrace.namespace)
    items = [namespace.get("Service", "web"), namespace.get("Pod", "web-0"), *objects(namespace.name)]
    listed = json.dumps({"apiVersion": "v1", "kind": "List", "items": items})
    report = read_report(seen.porttrace("-f", "-", "-n", namespace.name, "-o", "json", stdin=listed), exit_code=3)
    told = {(each["kind"], each["name"]): each["findings"] for each in report["routes"]}
    assert {kind: told[kind, "wrong"] for kind in CASES} == {kind: [f"PT{each.code}"] for kind, each in CASES.items()}


def test_the_screen_names_them(seen: Seen) -> None:
    screen = seen.porttrace("web", columns=120).stdout
    assert "named by: httpproxy/wrong / -> 8080: broken (PTI46)" in screen
    assert "named by: route/wrong / -> 80: broken (PTI41)" in screen
    wide = seen.porttrace("web", "-o", "wide", columns=200).stdout
    assert "route/right" in wide
    assert "\nistio: http (from name)\n" in wide
    assert [each["istio"] for each in seen.report["services"][0]["ports"]] == [{"protocol": "http", "by": "name"}]
