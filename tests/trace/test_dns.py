"""Names in the cluster's DNS: every name of a random cluster leads back to what made it, and the records are right."""

from random import Random
from typing import Any

import pytest

from kubectl_porttrace.model.dns_name import DnsName
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import AddressTarget, Question
from kubectl_porttrace.trace.lookups.address import TracedAddress
from kubectl_porttrace.trace.lookups.address_owners import trace_address
from kubectl_porttrace.trace.lookups.dns import Record, TracedName, trace_name
from tests.build import cluster, container, endpoint, endpoint_slice, pod, port, service, traced_address
from tests.build.numbers import from_one

SEEDS = range(40)


def asked(host: str, namespace: str = "shop", number: int | None = None) -> AddressTarget:
    (target,) = Question(namespace, (AddressTarget(host, number, None, host, in_dns=True),)).addresses
    return target


def random_cluster(seed: int) -> Snapshot:
    """Services of every kind, in two namespaces that have some names in common, with pods of their own names."""
    random = Random(seed)  # noqa: S311 - the same each time
    with from_one():
        return cluster(*(each for place in range(random.randint(2, 8)) for each in _service(random, place)))


def _service(random: Random, place: int) -> list[KubernetesObject]:
    namespace, name = random.choice(("shop", "bank")), f"s{place}"
    headless = random.random() < 0.5
    ports = [
        {"name": f"p{number}", "port": number, "protocol": random.choice(("TCP", "UDP")), "targetPort": 8080}
        for number in random.sample((80, 443, 53), random.randint(1, 3))
    ]
    families = random.choice((["IPv4"], ["IPv6"], ["IPv4", "IPv6"]))
    ips = {"IPv4": f"10.96.0.{place + 1}", "IPv6": f"fd00:96::{place + 1}"}
    addresses: dict[str, Any] = (
        {"clusterIP": "None", "clusterIPs": ["None"]}
        if headless
        else {"clusterIP": ips[families[0]], "clusterIPs": [ips[each] for each in families]}
    )
    labels = {"app": name}
    pods = [
        pod(
            container(port(8080)),
            name=f"{name}-{number}",
            namespace=namespace,
            labels=labels,
            ready=random.random() < 0.7,
            ips=[f"10.244.{place}.{number + 1}", f"fd00:244:{place}::{number + 1}"],
            spec={"hostname": f"{name}-{number}", "subdomain": name} if random.random() < 0.7 else {},
        )
        for number in range(random.randint(0, 3))
    ]
    made = service(*ports, name=name, namespace=namespace, selector=labels, ipFamilies=families, **addresses)
    return [made, *pods]


def addresses_of(traced: TracedName) -> set[str]:
    found = (each for each in traced.records if each.type in {"A", "AAAA"} and each.name == traced.name.text)
    return {value for each in found for value in each.values}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_name_leads_back_to_what_made_it(seed: int) -> None:
    snapshot = random_cluster(seed)
    for each in snapshot.services:
        published = [(one, of) for of in snapshot.slices_of(each) for one in of.endpoints if one.ready]
        whole = DnsName(*each.key)
        expected = set(each.cluster_ips) or {address for one, _ in published for address in one.addresses}
        for host, where in ((f"{each.name}.{each.namespace}", "elsewhere"), (whole.text, "shop")):
            _leads_back(snapshot, asked(host, where), whole, expected)
        for one, _ in published:
            name = one.hostname or one.addresses[0].replace(".", "-").replace(":", "-")
            expected = {
                address for other, _ in published if other.hostname == one.hostname for address in other.addresses
            }
            alone = expected if one.hostname else set(one.addresses)
            _leads_back(snapshot, asked(f"{name}.{each.name}", each.namespace), DnsName(*each.key, name), alone)
        for spec in each.spec.ports:
            _port_leads_back(snapshot, DnsName(*each.key, "", spec.name, spec.protocol))


def _leads_back(snapshot: Snapshot, target: AddressTarget, name: DnsName, expected: set[str]) -> None:
    traced = trace_address(snapshot, target)
    assert traced.dns is not None
    assert (traced.dns.name, addresses_of(traced.dns)) == (name, expected)
    assert traced.dns.exists is bool(expected)
    assert [each.owner.name for each in traced.owners] == [name.service]


def _port_leads_back(snapshot: Snapshot, name: DnsName) -> None:
    service_ = snapshot.service(name.namespace, name.service)
    assert service_ is not None
    (spec,) = [each for each in service_.spec.ports if each.name == name.port]
    ready = any(one.ready for of in snapshot.slices_of(service_) for one in of.endpoints)
    numbers = {8080} if service_.headless and ready else {spec.port} if not service_.headless else set()
    traced = trace_address(snapshot, asked(f"_{name.port}._{name.protocol.lower()}.{name.service}", name.namespace))
    assert traced.dns is not None
    assert {each.port for each in traced.dns.records} == numbers
    (owner,) = traced.owners
    assert [each.port.spec.name for each in owner.leads_to] == [name.port]


WEB = service({"port": 80, "name": "http", "targetPort": 8080}, clusterIP="10.96.0.9", clusterIPs=["10.96.0.9"])
POD = pod(container(port(8080)))


def led(traced: TracedAddress) -> list[tuple[str, str, list[int], list[tuple[int, str]]]]:
    """Each owner: as what, its name, the ports to which the number leads, and those that know it otherwise."""
    return [
        (
            each.owner.way,
            each.owner.name,
            [one.port.spec.port for one in each.leads_to],
            [(one.port.spec.port, one.role) for one in each.mistaken],
        )
        for each in traced.owners
    ]


def alias(name: str, host: str) -> KubernetesObject:
    return service({"port": 25}, name=name, type="ExternalName", externalName=host)


HEADLESS = service({"port": 80, "name": "http", "targetPort": 8080}, name="db", clusterIP="None")


@pytest.mark.parametrize(
    ("written", "objects", "expected"),
    [
        pytest.param("web.shop:80", (WEB, POD), [("Name", "web", [80], [])], id="port"),
        pytest.param("web.shop.svc:8080", (WEB, POD), [("Name", "web", [], [(80, "targetPort")])], id="target-port"),
        pytest.param("web.shop.svc:70", (WEB, POD), [("Name", "web", [], [])], id="no-port"),
        pytest.param("db.shop:8080", (HEADLESS, POD), [("EndpointName", "db", [80], [])], id="headless"),
        pytest.param("db.shop:80", (HEADLESS, POD), [("EndpointName", "db", [], [(80, "port")])], id="not-translated"),
        pytest.param("db.shop:8080", (HEADLESS,), [("EndpointName", "db", [80], [])], id="headless-without-endpoints"),
        pytest.param(
            "old.shop:80",
            (alias("old", "web.shop.svc.cluster.local"), WEB),
            [("Alias", "old", [], []), ("Name", "web", [80], [])],
            id="alias-within-the-cluster",
        ),
        pytest.param("old.shop:80", (alias("old", "example.com"),), [("Alias", "old", [], [])], id="alias-outside"),
        pytest.param(
            "a.shop.svc",
            (alias("a", "b.shop.svc.cluster.local"), alias("b", "a.shop.svc.cluster.local")),
            [("Alias", "a", [], []), ("Alias", "b", [], [])],
            id="circle",
        ),
        pytest.param(
            "lb.web.shop:443",
            (WEB, service({"port": 443}, name="lb", type="LoadBalancer", status=None)),
            [("EndpointName", "web", [], [])],
            id="below-a-service-and-nobody-else",
        ),
        pytest.param(
            "lb.web.shop:443",
            (
                WEB,
                service(
                    {"port": 443},
                    name="lb",
                    type="LoadBalancer",
                    status={"loadBalancer": {"ingress": [{"hostname": "lb.web.shop"}]}},
                ),
            ),
            [("LoadBalancer", "lb", [443], [])],
            id="a-load-balancer-where-dns-has-no-answer",
        ),
    ],
)
def test_who_has_the_name(
    written: str,
    objects: tuple[KubernetesObject, ...],
    expected: list[tuple[str, str, list[int], list[tuple[int, str]]]],
) -> None:
    assert led(traced_address(written, *objects)) == expected


def records(written: str, *objects: KubernetesObject, **fields: Any) -> tuple[list[Record], list[str]]:
    traced = traced_address(written, *objects, **fields).dns
    assert traced is not None
    return list(traced.records), [each.why for each in traced.absent]


def test_records_of_a_service() -> None:
    text = "web.shop.svc.cluster.local"
    found, absent = records("web.shop", WEB)
    assert found == [Record("A", text, ("10.96.0.9",)), Record("SRV", f"_http._tcp.{text}", (text,), 80)]
    assert absent == ["the Service has no IPv6 address"]
    assert records("one.shop", service({"port": 90}, name="one"))[1][-1] == "port 90/TCP has no name"


def test_records_of_an_alias_go_on_to_what_it_stands_for() -> None:
    found, _ = records("old.shop", alias("old", "web.shop.svc.cluster.local"), WEB)
    assert [(each.type, each.values) for each in found[:2]] == [
        ("CNAME", ("web.shop.svc.cluster.local",)),
        ("A", ("10.96.0.9",)),
    ]


def test_a_name_below_an_alias_has_none_of_what_that_stands_for() -> None:
    found, absent = records("x.old.shop.svc", alias("old", "web.shop.svc.cluster.local"), WEB)
    assert (found, absent) == ([], ["the Service is of type ExternalName, which has one name alone"])


def test_a_port_of_a_headless_service_leads_to_each_endpoint_by_name() -> None:
    """`coredns/plugin/kubernetes/kubernetes.go:findServices`: the target of a record is what the endpoint is called."""
    ports = [EndpointPort(port=8080, name="http")]
    named, unnamed = endpoint("10.244.0.7", hostname="db-0"), endpoint("10.244.0.8")
    slice_ = endpoint_slice(ports, named, unnamed, endpoint("10.244.0.9", ready=False), service="db")
    db = service({"port": 80, "name": "http"}, name="db", clusterIP="None", clusterIPs=["None"], selector={})
    found, _ = records("_http._tcp.db.shop.svc", db, slice_)
    hosts = ("10-244-0-8.db.shop.svc.cluster.local", "db-0.db.shop.svc.cluster.local")
    assert found == [Record("SRV", "_http._tcp.db.shop.svc.cluster.local", hosts, 8080)]


def test_an_alias_of_an_address_has_no_record() -> None:
    found, absent = records("old.shop", alias("old", "10.0.0.1"))
    assert (found, absent) == ([], ["externalName 10.0.0.1 is an address, and a CNAME names a host"])


def test_a_slice_without_a_number_has_addresses_and_no_port() -> None:
    slice_ = endpoint_slice([EndpointPort(port=None, name="http")], endpoint("10.244.0.7"), service="db")
    found, absent = records("db.shop", HEADLESS, slice_, published=False)
    assert [(each.type, each.values) for each in found] == [("A", ("10.244.0.7",))]
    assert "no endpoint is ready that has the port" in absent


def test_no_service_has_no_records() -> None:
    assert trace_name(cluster(), asked("web.shop.svc")) is None


def test_an_endpoint_of_this_namespace_comes_before_a_service_of_another() -> None:
    slice_ = endpoint_slice(
        [EndpointPort(port=80)], endpoint("10.244.0.7", hostname="web"), service="shop", namespace="me"
    )
    both = (service(name="shop", namespace="me", clusterIP="None"), service(name="web", namespace="shop"))
    for slices, meant in (((slice_,), DnsName("me", "shop", "web")), ((), DnsName("shop", "web"))):
        traced = trace_name(cluster(*both, *slices, published=False), asked("web.shop", "me"))
        assert traced is not None
        assert traced.name == meant
