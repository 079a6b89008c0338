"""Names in the cluster's DNS, asked for from another namespace: whose they are, their records, and what it costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.cluster.api import Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.refused import assert_refused
from tests.end_to_end.requests import own_reader, requests_of
from tests.end_to_end.seen import read_report

DB_IP = "10.254.251.7"


@pytest.fixture(scope="module")
def shop(control_plane: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Porttrace]:
    """A namespace with a Service of each kind that DNS tells apart."""
    namespace = control_plane.new_namespace("names")
    namespace.run_pod(pod("web-0", container("app", container_port(8080, "http"))))
    database = container("db", container_port(5432, "pg"))
    namespace.run_pod(pod("db-0", database, labels={"app": "db"}, hostname="db-0", subdomain="db"), ips=(DB_IP,))
    alias = f"web.{namespace.name}.svc.cluster.local"
    namespace.apply(
        service("web", service_port(80, "http", "http")),
        service("plain", service_port(9090, "http")),
        service("db", service_port(5432, "pg", "pg"), selector={"app": "db"}, clusterIP="None"),
        service("old", selector={}, type="ExternalName", externalName=alias),
    )
    namespace.wait_for_endpoints("web", ready=1)
    namespace.wait_for_endpoints("db", ready=1)
    yield Porttrace(control_plane, namespace.name, tmp_path_factory.mktemp("home"))
    namespace.remove()


@pytest.fixture(scope="module")
def reader(shop: Porttrace) -> str:
    """A user of this namespace alone, whose requests are counted."""
    return own_reader(shop)


def ask(shop: Porttrace, target: str, namespace: str = "default") -> Manifest:
    result = shop(target.replace("SHOP", shop.namespace), "-n", namespace, "-o", "json", "--fail-on", "never")
    return read_report(result, exit_code=0)


@pytest.mark.parametrize(
    ("target", "name", "owners"),
    [
        pytest.param("web.SHOP", "web.SHOP", [("Name", "web", [])], id="service-and-namespace"),
        pytest.param("web.SHOP.svc", "web.SHOP", [("Name", "web", [])], id="svc"),
        pytest.param("WEB.SHOP.svc.cluster.local.:80", "web.SHOP", [("Name", "web", ["http"])], id="in-full-and-port"),
        pytest.param("db-0.db.SHOP.svc", "db-0.db.SHOP", [("EndpointName", "db", [])], id="endpoint"),
        pytest.param("db.SHOP:5432", "db.SHOP", [("EndpointName", "db", ["pg"])], id="headless-and-port"),
        pytest.param("_http._tcp.web.SHOP", "_http._tcp.web.SHOP", [("Name", "web", ["http"])], id="srv"),
        pytest.param("_pg._tcp.db.SHOP.svc", "_pg._tcp.db.SHOP", [("EndpointName", "db", ["pg"])], id="headless-srv"),
        pytest.param("old.SHOP:80", "old.SHOP", [("Alias", "old", []), ("Name", "web", ["http"])], id="alias"),
    ],
)
def test_whose_name_it_is(shop: Porttrace, target: str, name: str, owners: list[tuple[str, str, list[str]]]) -> None:
    report = ask(shop, target)
    (address,) = report["addresses"]
    found = [
        (each["way"], each["object"]["name"], [port["name"] for port in each["ports"]]) for each in address["owners"]
    ]
    assert found == owners
    assert address["dns"]["name"] == f"{name.replace('SHOP', shop.namespace)}.svc.cluster.local"
    assert address["dns"]["exists"] is True
    assert {each["name"] for each in report["services"]} == {owner for _, owner, _ in owners}
    assert {each["verdict"] for each in report["services"]} <= {"wired", "external"}


def test_records(shop: Porttrace) -> None:
    dns = ask(shop, "db-0.db", shop.namespace)["addresses"][0]["dns"]
    assert [(each["type"], each["values"]) for each in dns["records"]] == [("A", [DB_IP])]
    assert (dns["askedFrom"], dns["domain"]) == (shop.namespace, "cluster.local")
    (absent,) = dns["absent"]
    assert (absent["type"], absent["reason"]) == ("AAAA", "no such endpoint has an IPv6 address")


def test_a_name_below_a_service_without_a_record(shop: Porttrace) -> None:
    report = read_report(shop(f"http.web.{shop.namespace}.svc", "-n", "default", "-o", "json"), exit_code=3)
    (found,) = [each for each in report["findings"] if each["code"] == "PTD09"]
    assert f"_http._tcp.web.{shop.namespace}.svc.cluster.local" in found["fix"]["text"]
    assert report["addresses"][0]["dns"]["exists"] is False


@pytest.mark.parametrize(
    ("target", "codes"),
    [("_http._tcp.plain", ["PTD04", "PTD09"]), ("_http._tcp.web", []), ("_htpt._tcp.web", ["PTD09"])],
    ids=["port-without-a-name", "named", "of-another-name"],
)
def test_the_srv_name_of_a_port(shop: Porttrace, target: str, codes: list[str]) -> None:
    report = ask(shop, f"{target}.SHOP")
    assert sorted(each["code"] for each in report["findings"] if each["code"].startswith("PTD")) == codes


@pytest.mark.parametrize(
    ("target", "words"),
    [
        pytest.param("web.SHOPx.svc", ["no Service has the name", "did you mean web.SHOP.svc"], id="namespace"),
        pytest.param("wep.SHOP", ["no Service, pod or node has the name", "web.SHOP.svc"], id="misspelt"),
        pytest.param("SHOP.web", ["no Service, pod or node has the name", "did you mean web.SHOP.svc"], id="order"),
        pytest.param("web.SHOP.svc.corp.example", ["did you mean web.SHOP.svc"], id="another-domain"),
        pytest.param("web.SHOP.", ["has the name web.SHOP.", "did you mean web.SHOP?"], id="dot-at-the-end"),
        pytest.param("_http._tcp.nosuch.SHOP", ["no Service has the name"], id="port-of-no-service"),
    ],
)
def test_the_nearest_name(shop: Porttrace, target: str, words: list[str]) -> None:
    result = shop(target.replace("SHOP", shop.namespace), "-n", "default")
    assert_refused(result, 1, *(each.replace("SHOP", shop.namespace) for each in words))


@pytest.mark.parametrize(
    ("target", "more"),
    [
        pytest.param("web.SHOP.svc", {}, id="in-the-cluster"),
        pytest.param("web.SHOP", {"get services": 1, "get nodes": 1}, id="service-or-endpoint-or-node"),
        pytest.param("_http._tcp.web", {}, id="port"),
    ],
)
def test_what_it_costs(shop: Porttrace, reader: str, target: str, more: dict[str, int]) -> None:
    """No list: one object for each Service that may be meant; what is followed takes no more than by its own name."""
    asked = requests_of(shop, reader, target.replace("SHOP", shop.namespace))
    named = requests_of(shop, reader, "web")
    assert asked - named == Counter(more)


def test_screen(shop: Porttrace) -> None:
    first, *_ = shop(f"web.{shop.namespace}.svc:80", "-n", "default").stdout.split("\n\n")
    told = " ".join(first.split())
    assert f"web.{shop.namespace}.svc:80 is a name of svc/web in {shop.namespace}: http 80/TCP, wired" in told
    assert "DNS, by domain cluster.local:" in told
    second, *_ = shop("plain." + shop.namespace, "-n", "default").stdout.split("\n\n")
    assert "no SRV, as port 9090/TCP has no name" in " ".join(second.split())


def test_name_output(shop: Porttrace) -> None:
    shown = shop(f"old.{shop.namespace}", "-n", "default", "-o", "name").stdout.splitlines()
    assert shown == [f"service/old -n {shop.namespace}", f"service/web -n {shop.namespace}"]
