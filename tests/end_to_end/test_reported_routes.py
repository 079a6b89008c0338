"""What controllers write into the status of Gateways and routes, which is played here, and what is said of it.

Each code has one object of which it is right, and beside it the nearest ones of which it is not: the same condition
with the other answer, and the same answer about a generation that is no longer the object's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.cluster.api import Manifest, resource_path
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.seen import read_report
from tests.end_to_end.test_gateway_routes import API, gateway, listener
from tests.end_to_end.test_route_codes import tls_policy

CONTROLLER = "example.com/gateway"
OWNER = "gateway.networking.k8s.io/gateway-name"
STALE = 0
"""A generation that no object has any longer."""


def said(type_: str, answer: str, generation: int = 1) -> Manifest:
    return {
        "type": type_,
        "status": answer,
        "observedGeneration": generation,
        "reason": "Example",
        "message": "as the example has it",
        "lastTransitionTime": "2026-01-01T00:00:00Z",
    }


def of_route(*conditions: Manifest) -> Manifest:
    parent = {"parentRef": {"name": "edge"}, "controllerName": CONTROLLER, "conditions": list(conditions)}
    return {"parents": [parent]}


def of_gateway(*conditions: Manifest, **listeners: Manifest) -> Manifest:
    told = [{"name": name, "attachedRoutes": 0, "conditions": [each]} for name, each in listeners.items()]
    return {"conditions": list(conditions), "listeners": told, "addresses": [{"value": "192.0.2.1"}]}


def of_policy(*conditions: Manifest) -> Manifest:
    ancestor = {"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "edge"}
    told = {"ancestorRef": ancestor, "controllerName": CONTROLLER, "conditions": list(conditions)}
    return {"ancestors": [told]}


PROGRAMMED = said("Programmed", "True")
STATUS: dict[str, Manifest] = {
    "HTTPRoute/refused": of_route(said("Accepted", "False"), said("ResolvedRefs", "True")),
    "HTTPRoute/refused-before": of_route(said("Accepted", "False", STALE), said("ResolvedRefs", "True")),
    "HTTPRoute/unresolved": of_route(said("Accepted", "True"), said("ResolvedRefs", "False")),
    "HTTPRoute/unresolved-before": of_route(said("Accepted", "True"), said("ResolvedRefs", "False", STALE)),
    "HTTPRoute/in-part": of_route(said("Accepted", "True"), said("PartiallyInvalid", "True")),
    "HTTPRoute/in-part-before": of_route(said("Accepted", "True"), said("PartiallyInvalid", "True", STALE)),
    "HTTPRoute/taken": of_route(said("Accepted", "True"), said("ResolvedRefs", "True")),
    "Gateway/edge": of_gateway(PROGRAMMED, http=said("Conflicted", "False")),
    "Gateway/down": of_gateway(said("Programmed", "False")),
    "Gateway/down-before": of_gateway(said("Programmed", "False", STALE)),
    "Gateway/crowded": of_gateway(PROGRAMMED, http=said("Conflicted", "True")),
    "Gateway/crowded-before": of_gateway(PROGRAMMED, http=said("Conflicted", "True", STALE)),
    "Gateway/deaf": of_gateway(PROGRAMMED, http=said("ResolvedRefs", "False")),
    "Gateway/deaf-before": of_gateway(PROGRAMMED, http=said("ResolvedRefs", "False", STALE)),
    "Gateway/half": of_gateway(PROGRAMMED),
    "BackendTLSPolicy/untaken": of_policy(said("Accepted", "False")),
    "BackendTLSPolicy/untaken-before": of_policy(said("Accepted", "False", STALE)),
}
CASES = {
    "PTI11": ("HTTPRoute/unresolved", ["HTTPRoute/unresolved-before", "HTTPRoute/taken"]),
    "PTI20": ("HTTPRoute/refused", ["HTTPRoute/refused-before", "HTTPRoute/taken"]),
    "PTI26": ("Gateway/down", ["Gateway/down-before", "Gateway/edge"]),
    "PTI27": ("Gateway/crowded", ["Gateway/crowded-before", "Gateway/edge"]),
    "PTI52": ("Gateway/deaf", ["Gateway/deaf-before", "Gateway/edge"]),
    "PTI53": ("HTTPRoute/in-part", ["HTTPRoute/in-part-before", "HTTPRoute/taken"]),
    "PTI54": ("BackendTLSPolicy/untaken", ["BackendTLSPolicy/untaken-before"]),
    "PTI50": ("Gateway/half", ["Gateway/edge"]),
}


@dataclass(frozen=True)
class Told:
    """The findings of each object, by kind and name, and its verdict."""

    codes: dict[str, list[str]]
    verdicts: dict[str, str]


def objects(class_: str) -> Iterator[Manifest]:
    for title in STATUS:
        kind, _, name = title.partition("/")
        if kind == "Gateway":
            more: list[Manifest] = [listener("admin", 9000)] if name == "half" else []
            yield gateway(name, listener("http", 80), *more, gatewayClassName=class_)
        elif kind == "BackendTLSPolicy":
            yield tls_policy(name, "http")
        else:
            rules = [{"backendRefs": [{"name": "web", "port": 80}]}]
            spec: Manifest = {"parentRefs": [{"name": "edge"}], "rules": rules}
            yield {"apiVersion": API, "kind": kind, "metadata": {"name": name}, "spec": spec}
    for name in ("edge", "half"):
        made = service(f"{name}-gateway", service_port(80, 8080), selector={"app": "web"})
        yield made | {"metadata": {**made["metadata"], "labels": {OWNER: name}}}


def written(namespace: Namespace, title: str, status: Any) -> None:
    kind, _, name = title.partition("/")
    namespace.api.patch(resource_path(kind, namespace.name, name, API) + "/status", {"status": status})


@pytest.fixture(scope="module")
def told(control_plane: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    shop = control_plane.new_namespace("reported")
    class_: Manifest = {"apiVersion": API, "kind": "GatewayClass", "metadata": {"name": shop.name}}
    try:
        shop.apply(class_ | {"spec": {"controllerName": CONTROLLER}}, service("web", service_port(80, 8080, "http")))
        shop.run_pod(pod("web-0", container("app", container_port(8080))))
        shop.apply(list(objects(shop.name)))
        for name in ("web", "edge-gateway", "half-gateway"):
            shop.wait_for_endpoints(name, ready=1)
        for title, status in STATUS.items():
            written(shop, title, status)
        plugin = Porttrace(control_plane, shop.name, tmp_path_factory.mktemp("home"))
        routes = {f"{each['kind']}/{each['name']}": each for each in read_report(plugin("-o", "json"), 3)["routes"]}
        codes = {title: each["findings"] for title, each in routes.items()}
        yield Told(codes, {title: each["verdict"] for title, each in routes.items()})
    finally:
        shop.api.delete(resource_path("GatewayClass", name=shop.name, api_version=API))
        shop.remove()


@pytest.mark.parametrize("code", CASES)
def test_what_its_controller_says_now_is_told_and_nothing_else(told: Told, code: str) -> None:
    wrong, right = CASES[code]
    assert told.codes[wrong] == [code]
    assert [title for title in right if code in told.codes[title]] == []


def test_no_other_object_has_a_finding(told: Told) -> None:
    wrong = {title for title, _ in CASES.values()}
    assert {title: told.codes[title] for title in STATUS if title not in wrong} == {
        title: [] for title in STATUS if title not in wrong
    }


def test_a_route_that_is_refused_is_broken_and_one_that_was_is_not(told: Told) -> None:
    assert told.verdicts["HTTPRoute/refused"] == "broken"
    assert told.verdicts["HTTPRoute/refused-before"] == told.verdicts["HTTPRoute/taken"] == "wired"
