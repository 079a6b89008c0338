"""Who uses a port, asked of a real cluster: what is found in other namespaces, what it costs, and who may not look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.cluster.api import Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.requests import own_reader, requests_of
from tests.end_to_end.seen import read_report


def ingress() -> Manifest:
    backend = {"service": {"name": "web", "port": {"name": "http"}}}
    paths = [{"path": "/", "pathType": "Prefix", "backend": backend}]
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": "shop"},
        "spec": {"rules": [{"http": {"paths": paths}}]},
    }


def egress_to(namespace: str) -> Manifest:
    """A policy by which the pods of another namespace may reach this port of the pods of that one."""
    peer = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": namespace}}}
    rule = {"to": [peer], "ports": [{"protocol": "TCP", "port": 8080}]}
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "to-shop"},
        "spec": {"podSelector": {}, "policyTypes": ["Egress"], "egress": [rule]},
    }


@pytest.fixture(scope="module")
def shop(control_plane: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Porttrace]:
    """A Service that an Ingress names, and that another namespace has a name and a policy for."""
    namespace, clients = control_plane.new_namespace("uses"), control_plane.new_namespace("clients")
    namespace.run_pod(pod("web-0", container("app", container_port(8080, "http"))))
    namespace.apply(service("web", service_port(80, 8080, "http"), service_port(81, 8081, "spare")), ingress())
    alias = {"type": "ExternalName", "externalName": f"web.{namespace.name}.svc.cluster.local"}
    name = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "shop"}, "spec": alias}
    clients.apply(name, egress_to(namespace.name))
    namespace.wait_for_endpoints("web", ready=1)
    yield Porttrace(control_plane, namespace.name, tmp_path_factory.mktemp("home"))
    namespace.remove()
    clients.remove()


def uses(report: Manifest, port: int, *namespaces: str) -> list[tuple[str, str, list[str]]]:
    """Who uses a port, in these namespaces: other tests have policies as well."""
    (found,) = [each for each in report["services"][0]["ports"] if each["port"] == port]
    return [
        (f"{each['object']['kind']}/{each['object']['name']}", each["path"], each["brokenBy"])
        for each in found["usedBy"]
        if each["object"]["namespace"] in namespaces
    ]


def clients_of(shop: Porttrace) -> str:
    """The other namespace, as the policy in it is found."""
    report = read_report(shop("web", "--used", "-o", "json"), exit_code=0)
    (found,) = {
        each["object"]["namespace"]
        for each in report["services"][0]["ports"][0]["usedBy"]
        if each["object"]["name"] == "to-shop"
    }
    return str(found)


def test_found_in_any_namespace(shop: Porttrace) -> None:
    report = read_report(shop("web", "--used", "-o", "json"), exit_code=0)
    clients = clients_of(shop)
    backend = "spec.rules[0].http.paths[0].backend.service.port.name"
    assert uses(report, 80, shop.namespace, clients) == [
        ("Ingress/shop", backend, ["name", "removal"]),
        ("Service/shop", "spec.externalName", ["port", "removal"]),
        ("NetworkPolicy/to-shop", "spec.egress[0].ports[0]", ["targetPort", "containerPort"]),
    ]
    assert uses(report, 81, shop.namespace) == []
    assert report["services"][0]["usesNotRead"] == []


def test_said_and_named(shop: Porttrace) -> None:
    said = " ".join(shop("web:http", "--used").stdout.split())
    assert "who uses http 80/TCP -> 8080 renaming it breaks: ing/shop (http)" in said
    assert "who uses spare" not in said
    named = shop("web", "--used", "-o", "name").stdout.splitlines()
    assert {"ingress/shop", f"networkpolicy/to-shop -n {clients_of(shop)}"} <= set(named)


def test_all_there_is_to_tell_reads_no_more(shop: Porttrace) -> None:
    """Without being asked, only what was read anyway is told, and that there may be more."""
    said = " ".join(shop("web", "-o", "wide").stdout.split())
    assert "who uses http 80/TCP -> 8080" in said
    assert "to-shop" not in said
    assert "networkpolicies in other namespaces" in said


def test_what_it_costs(shop: Porttrace) -> None:
    user = own_reader(shop)
    more = requests_of(shop, user, "web", "--used") - requests_of(shop, user, "web")
    # The labels of namespaces, for policies of other namespaces choose by them.
    lists = {"services": 1, "networkpolicies": 1, "customresourcedefinitions": 1, "namespaces": 1}
    assert more - Counter({f"list {resource}": number for resource, number in lists.items()}) == Counter()
    assert more["list pods"] == 0


def test_who_may_not_look_is_told(shop: Porttrace) -> None:
    """A user of one namespace sees what is in it, and is told what was not read."""
    shop.cluster.allow_view(shop.namespace)
    config = shop.cluster.kubeconfig("namespaced-view", shop.namespace)
    report = read_report(shop("web", "--used", "-o", "json", "--kubeconfig", str(config)), exit_code=0)
    assert [each[0] for each in uses(report, 80, shop.namespace)] == ["Ingress/shop"]
    unread = report["services"][0]["usesNotRead"]
    assert {"networkpolicies in other namespaces", "services of type ExternalName"} <= set(unread)
