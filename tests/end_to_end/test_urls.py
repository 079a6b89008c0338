"""URLs, asked for from another namespace: which rule wins, what is behind it, and what it costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from kubectl_porttrace.model.requested_routes import GATEWAY_ROUTES, NOT_EVALUATED, OPENSHIFT_ROUTE
from tests.cluster.api import Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.refused import assert_refused
from tests.end_to_end.requests import own_reader, requests_of
from tests.end_to_end.seen import read_report


def path(value: str, to: str, port: int = 80) -> dict[str, Any]:
    backend = {"service": {"name": to, "port": {"number": port}}}
    return {"path": value, "pathType": "Prefix", "backend": backend}


@pytest.fixture(scope="module")
def shop(control_plane: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Porttrace]:
    """A namespace whose Ingress has two paths of a host that no other namespace has."""
    namespace = control_plane.new_namespace("urls")
    namespace.run_pod(pod("web-0", container("app", container_port(8080, "http"))))
    paths = [path("/", "web"), path("/cart", "cart", 81)]
    namespace.apply(
        service("web", service_port(80, "http")),
        service("cart", service_port(80, "http"), selector={"app": "web"}),
        {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "Ingress",
            "metadata": {"name": "shop"},
            "spec": {"rules": [{"host": f"{namespace.name}.example.com", "http": {"paths": paths}}]},
        },
    )
    namespace.wait_for_endpoints("web", ready=1)
    namespace.wait_for_endpoints("cart", ready=1)
    yield Porttrace(control_plane, namespace.name, tmp_path_factory.mktemp("home"))
    namespace.remove()


def of_shop(report: Manifest, shop: Porttrace) -> list[Manifest]:
    """The matches in this namespace: other tests may have Ingresses for every host."""
    (url,) = report["urls"]
    return [each for each in url["matches"] if each["route"]["namespace"] == shop.namespace]


def test_the_rule_that_wins_and_the_other(shop: Porttrace) -> None:
    written = f"https://me:secret@{shop.namespace}.example.com/cart/1?token=secret"
    result = shop(written, "-n", "default", "-o", "json", "--fail-on", "never")
    assert "secret" not in result.stdout + result.stderr
    report = read_report(result, exit_code=0)
    assert report["urls"][0]["asked"] == f"https://{shop.namespace}.example.com/cart/1"
    found = [(each["match"], each["wins"], each["verdict"]) for each in of_shop(report, shop)]
    assert found == [("/cart", True, "broken"), ("/", False, "wired")]
    (won,) = [each for each in of_shop(report, shop) if each["wins"]]
    assert [(each["service"]["name"], each["port"], each["servicePort"]) for each in won["backends"]] == [
        ("cart", 81, None)
    ]
    assert {"PTI02"} <= {each["code"] for each in report["findings"]}


def test_only_what_is_for_it_is_followed(shop: Porttrace) -> None:
    report = read_report(shop(f"http://{shop.namespace}.example.com/", "-n", "default", "-o", "json"), exit_code=0)
    assert [(each["match"], each["wins"]) for each in of_shop(report, shop)] == [("/", True)]
    assert [each["name"] for each in report["services"] if each["namespace"] == shop.namespace] == ["web"]
    (backend,) = report["services"][0]["ports"][0]["backends"]
    assert (backend["pod"], backend["port"]) == ("web-0", 8080)


def test_screen_and_name(shop: Porttrace) -> None:
    url = f"http://{shop.namespace}.example.com/"
    shown = " ".join(shop(url, "-n", "default").stdout.split())
    assert f"{url} goes by ing/shop in {shop.namespace}, / (Prefix) of {shop.namespace}.example.com" in shown
    assert f"svc/web in {shop.namespace} port 80, wired" in shown
    assert f"ingress/shop -n {shop.namespace}" in shop(url, "-n", "default", "-o", "name").stdout.splitlines()


def test_nobody_serves_it(shop: Porttrace) -> None:
    result = shop("https://a.b.c.nowhere.invalid:8443/", "-n", "default")
    assert_refused(result, 1, "no rule of a route is for https://a.b.c.nowhere.invalid:8443/")


def test_what_it_costs(shop: Porttrace) -> None:
    """A list of each kind of route, and what the winner takes by its own name; never the cluster's Services or pods.

    What may not be listed everywhere is listed in the namespace.
    """
    user = own_reader(shop)
    asked = requests_of(shop, user, f"http://{shop.namespace}.example.com/")
    named = requests_of(shop, user, "ing/shop")
    more = asked - named
    kinds = {kind.resource for kind in (*GATEWAY_ROUTES, OPENSHIFT_ROUTE, *NOT_EVALUATED)}
    lists = {f"list {resource}": 2 for resource in (*kinds, "ingresses", "listenersets")}
    assert more - Counter({**lists, "list ingressclasses": 1, "get /apis": 1}) == Counter()
