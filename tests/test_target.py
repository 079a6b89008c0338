from collections.abc import Sequence

import pytest

from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.selector import parse_selector
from kubectl_porttrace.target import Target, choose, is_name, parse_target, parse_targets
from tests.build import cluster, container, pod, port, service


@pytest.mark.parametrize(
    ("written", "target"),
    [
        pytest.param("web", Target("web"), id="name"),
        pytest.param("svc/web", Target("web"), id="svc"),
        pytest.param("service/web", Target("web"), id="service"),
        pytest.param("Services/web", Target("web"), id="services-in-any-case"),
        pytest.param("web:http", Target("web", "http"), id="port-name"),
        pytest.param("web:80", Target("web", "80"), id="port-number"),
        pytest.param("svc/web:53/udp", Target("web", "53", "UDP"), id="protocol"),
        pytest.param("web:dns/TCP", Target("web", "dns", "TCP"), id="name-and-protocol"),
        pytest.param("svc", Target("svc"), id="a-service-called-svc"),
        pytest.param("80", Target("80"), id="a-service-called-80"),
    ],
)
def test_parses_a_target(written: str, target: Target) -> None:
    assert parse_target(written) == target


@pytest.mark.parametrize(
    ("written", "words"),
    [
        pytest.param("pod/web-0", "Services only", id="pod"),
        pytest.param("deploy/web", "Services only", id="deployment"),
        pytest.param("ing/web", "Services only", id="ingress"),
        pytest.param("httproute/web", "Services only", id="route"),
        pytest.param("shop/web:80", "Services only", id="namespace"),
        pytest.param(":30080", "port without a Service", id="node-port"),
        pytest.param("10.96.0.10", "address", id="ip"),
        pytest.param("10.96.0.10:80", "address", id="ip-and-port"),
        pytest.param("fd00::10", "address", id="ipv6"),
        pytest.param("[fd00::10]:80", "address", id="ipv6-and-port"),
        pytest.param("https://shop.example.com/cart", "URL", id="url"),
        pytest.param("", "no name", id="empty"),
        pytest.param("/web", "no name", id="slash-alone"),
        pytest.param("svc/", "no name", id="kind-alone"),
        pytest.param("svc/a/b", "no name", id="too-many-parts"),
        pytest.param("web:", "no name", id="colon-alone"),
        pytest.param("web:80/HTTP", "no name", id="unknown-protocol"),
        pytest.param("Web", "no name", id="upper-case"),
        pytest.param("../web", "Services only", id="path"),
        pytest.param("a" * 64, "no name", id="too-long"),
        pytest.param("web?watch=1", "no name", id="query"),
    ],
)
def test_refuses_what_is_no_service(written: str, words: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_target(written)
    assert words in raised.value.message
    assert "svc/web" in raised.value.hint


def test_a_name_is_a_dns_label() -> None:
    assert all(is_name(name) for name in ("a", "a-b", "0", "a" * 63))
    assert not any(is_name(name) for name in ("", "-a", "a-", "a.b", "a\n"))


DNS = service(
    {"name": "dns", "port": 53, "protocol": "UDP", "targetPort": 5353},
    {"name": "dns-tcp", "port": 53, "targetPort": 5353, "nodePort": 30053},
    {"name": "web", "port": 80, "targetPort": "http"},
    name="dns",
    labels={"tier": "base"},
)
WEB = service(name="web")
OTHER = service(name="web", namespace="other")


def places(wanted: Sequence[str]) -> dict[tuple[str, str], frozenset[int]]:
    return choose(cluster(DNS, WEB), [parse_target(word) for word in wanted], "shop").ports


@pytest.mark.parametrize(
    ("wanted", "ports"),
    [
        pytest.param(["dns"], None, id="all"),
        pytest.param(["dns:dns"], {0}, id="name"),
        pytest.param(["dns:53"], {0, 1}, id="number-of-two-protocols"),
        pytest.param(["dns:53/TCP"], {1}, id="number-and-protocol"),
        pytest.param(["dns:dns", "dns:web"], {0, 2}, id="two-of-one-service"),
        pytest.param(["dns:dns", "dns"], None, id="one-then-all"),
        pytest.param(["dns", "dns:dns"], None, id="all-then-one"),
    ],
)
def test_chooses_ports(wanted: list[str], ports: set[int] | None) -> None:
    assert places(wanted).get(DNS.key) == ports


@pytest.mark.parametrize(
    ("wanted", "namespace", "services"),
    [
        pytest.param([], "shop", [DNS, WEB], id="every-service-of-a-namespace"),
        pytest.param([], None, [DNS, WEB, OTHER], id="every-service"),
        pytest.param(["web"], "shop", [WEB], id="one"),
        pytest.param(["web", "web", "dns"], "shop", [WEB, DNS], id="one-twice"),
        pytest.param(["web"], None, [WEB, OTHER], id="a-name-in-any-namespace"),
    ],
)
def test_chooses_services(wanted: list[str], namespace: str | None, services: list[Service]) -> None:
    chosen = choose(cluster(DNS, WEB, OTHER), [parse_target(word) for word in wanted], namespace)
    assert list(chosen.services) == services


def test_chooses_by_labels() -> None:
    chosen = choose(cluster(DNS, WEB), [], "shop", parse_selector("tier=base"))
    assert chosen.services == (DNS,)


@pytest.mark.parametrize(
    ("wanted", "namespace", "message", "hint"),
    [
        pytest.param("wbe", "shop", 'service "wbe" not found in namespace "shop"', "web", id="near"),
        pytest.param("zzz", "shop", 'service "zzz" not found in namespace "shop"', "dns, web", id="far"),
        pytest.param("web", "empty", 'service "web" not found in namespace "empty"', "-n NAMESPACE", id="empty"),
        pytest.param("zzz", None, 'service "zzz" not found', "dns", id="anywhere"),
    ],
)
def test_names_the_nearest_services(wanted: str, namespace: str | None, message: str, hint: str) -> None:
    (error,) = choose(cluster(DNS, WEB), [parse_target(wanted)], namespace).not_found
    assert error.message == message
    assert hint in error.hint


def test_names_few_of_many_services() -> None:
    many = [service(name=f"s{number}") for number in range(9)]
    (error,) = choose(cluster(*many), [Target("zzz")], "shop").not_found
    assert error.hint.endswith("s4 and 4 more")


def test_says_that_there_are_no_services_anywhere() -> None:
    (error,) = choose(cluster(), [Target("web")], None).not_found
    assert "no Services" in error.hint


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        pytest.param("dns:5353", "5353 is the targetPort of port 53/UDP (dns): ask for dns:53", id="target-port"),
        pytest.param("dns:30053", "30053 is the nodePort of port 53/TCP (dns-tcp): ask for dns:53", id="node-port"),
        pytest.param("dns:8080", 'targetPort "http" of port 80/TCP (web): ask for dns:80', id="container-port"),
        pytest.param("dns:dsn", "did you mean dns:dns?", id="name"),
        pytest.param("dns:9999", "", id="nothing-like-it"),
        pytest.param("dns:80/UDP", "", id="protocol"),
    ],
)
def test_says_which_number_to_use(wanted: str, hint: str) -> None:
    behind = pod(container(port(8080, "http")))
    (error,) = choose(cluster(DNS, behind), [parse_target(wanted)], "shop").not_found
    assert "53/UDP (dns), 53/TCP (dns-tcp), 80/TCP (web)" in error.message
    assert error.hint.endswith(hint) if hint else not error.hint


def test_a_service_may_have_no_ports() -> None:
    bare = service(name="bare", type="ExternalName", externalName="example.com", ports=[])
    (error,) = choose(cluster(bare), [Target("bare", "80")], "shop").not_found
    assert "it has none" in error.message


@pytest.mark.parametrize(
    ("words", "targets"),
    [
        pytest.param(["svc", "web"], [Target("web")], id="kind-and-name"),
        pytest.param(["Services", "web", "api:80"], [Target("web"), Target("api", "80")], id="kind-and-names"),
        pytest.param(["service", "web:53/UDP"], [Target("web", "53", "UDP")], id="kind-and-port"),
        pytest.param(["svc", "svc"], [Target("svc")], id="kind-and-a-service-of-that-name"),
        pytest.param(["svc"], [Target("svc")], id="a-service-called-svc"),
        pytest.param(["web", "svc"], [Target("web"), Target("svc")], id="after-another"),
        pytest.param(["svc/svc", "web"], [Target("svc"), Target("web")], id="written-in-full"),
        pytest.param(["svc", "svc/web"], [Target("svc"), Target("web")], id="the-other-in-full"),
        pytest.param([], [], id="none"),
    ],
)
def test_takes_the_kind_as_a_word_of_its_own(words: list[str], targets: list[Target]) -> None:
    assert parse_targets(words) == tuple(targets)


def test_what_does_not_exist_keeps_nothing_from_what_does() -> None:
    targets = parse_targets(["wbe", "web", "web:90", "dns:dns", "nosuch"])
    chosen = choose(cluster(DNS, WEB), targets, "shop")
    assert chosen.services == (WEB, DNS)
    assert chosen.ports == {DNS.key: frozenset({0})}
    assert [error.message.partition(" in ")[0] for error in chosen.not_found] == [
        'service "wbe" not found',
        'service "web"',
        'service "nosuch" not found',
    ]
