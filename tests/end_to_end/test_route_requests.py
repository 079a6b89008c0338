"""A route of the Gateway API: what it costs to find it, and what is told to who may not read routes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from kubectl_porttrace.model.referrers.gateway import GROUP
from tests.cluster.api import Manifest, is_forbidden
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.cluster.plugin import Porttrace
from tests.cluster.users import cluster_binding
from tests.end_to_end.seen import above_notes, read_report

API = f"{GROUP}/v1"
MOST = 11
"""A list of each kind of the group, and what decides whether the route is attached."""

ROUTES = frozenset({"httproutes", "grpcroutes", "tcproutes", "tlsroutes", "udproutes"})


@dataclass(frozen=True)
class Routed:
    """A Service that a route names, and the user who may read routes as well."""

    porttrace: Porttrace
    cluster: Cluster
    user: str

    def report(self, *words: str) -> Manifest:
        """What this user is told of the Service."""
        config = self.cluster.kubeconfig(self.user, self.porttrace.namespace)
        return read_report(self.porttrace("web", *words, "-o", "json", "--kubeconfig", str(config)), exit_code=0)

    def asked_for(self, *words: str) -> Counter[str]:
        """The resources of the Gateway API that a run asks for, each with how often; and all others together."""
        mark = self.cluster.audit.mark()
        self.report(*words)
        seen = self.cluster.audit.since(mark, user=self.user)
        return Counter(entry.resource if entry.uri.startswith(f"/apis/{GROUP}/") else "" for entry in seen)


@pytest.fixture(scope="module")
def routed(control_plane: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Routed]:
    """A healthy Service behind a Gateway of its own namespace."""
    namespace = control_plane.new_namespace("routed")
    namespace.apply(service("web", service_port(80, target_port=8080)), *_objects())
    namespace.run_pod(pod("web-0", container("app", container_port(8080))))
    namespace.wait_for_endpoints("web", ready=1)
    user = _who_may_read_routes(control_plane, namespace)
    yield Routed(Porttrace(control_plane, namespace.name, tmp_path_factory.mktemp("home")), control_plane, user)
    namespace.remove()


def _objects() -> Iterator[dict[str, object]]:
    listener = {"name": "http", "port": 80, "protocol": "HTTP"}
    gateway = {"gatewayClassName": "example", "listeners": [listener]}
    yield {"apiVersion": API, "kind": "Gateway", "metadata": {"name": "edge"}, "spec": gateway}
    route = {"parentRefs": [{"name": "edge"}], "rules": [{"backendRefs": [{"name": "web", "port": 80}]}]}
    yield {"apiVersion": API, "kind": "HTTPRoute", "metadata": {"name": "web"}, "spec": route}


def _who_may_read_routes(control_plane: Cluster, namespace: Namespace) -> str:
    user, name = control_plane.own_user(namespace), f"porttrace-test:{namespace.name}"
    rules = [{"apiGroups": [GROUP], "resources": ["*"], "verbs": ["get", "list"]}]
    rbac = "rbac.authorization.k8s.io/v1"
    control_plane.api().create({"apiVersion": rbac, "kind": "ClusterRole", "metadata": {"name": name}, "rules": rules})
    control_plane.api().create(cluster_binding(user, name))
    routes = f"/apis/{API}/httproutes"
    namespace.wait_for(lambda: not is_forbidden(control_plane.api(user), routes), "the right to read routes")
    return user


def test_a_route_costs_one_list_of_each_kind_and_what_it_asks_to_attach_to(routed: Routed) -> None:
    asked = routed.asked_for()
    assert {asked[resource] for resource in ROUTES} == {1}
    assert asked["gatewayclasses"] == 1
    assert sum(asked.values()) - asked[""] <= MOST
    assert set(routed.asked_for("--no-routes")) == {""}


def test_who_may_not_read_routes_is_told_so_in_one_line(routed: Routed) -> None:
    report = read_report(routed.porttrace("web", "-o", "json", user="reader"), exit_code=0)
    assert (above_notes(report), report["services"][0]["verdict"]) == ([], "wired")
    refused = {each["resource"] for each in report["notChecked"] if each["reason"] == "forbidden"}
    assert refused >= ROUTES
    screen = routed.porttrace("web", user="reader", columns=400).stdout
    assert len([line for line in screen.splitlines() if "httproutes" in line]) == 1


def test_who_may_read_them_sees_the_route(routed: Routed) -> None:
    report = routed.report()
    assert [(each["kind"], each["verdict"]) for each in report["routes"]] == [("HTTPRoute", "wired")]
    assert not [each for each in report["notChecked"] if each["resource"] in ROUTES]
