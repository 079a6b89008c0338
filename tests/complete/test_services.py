"""Targets: Services by name, and their ports."""

import pytest

from kubectl_porttrace.complete.protocol import Candidate
from kubectl_porttrace.complete.services import PartialTarget, by_name, by_node_port, by_port, split_target
from kubectl_porttrace.question import ServiceTarget
from kubectl_porttrace.target import parse_target
from tests.build.objects import service

DNS = service(
    {"name": "dns", "port": 53, "protocol": "UDP"},
    {"name": "dns-tcp", "port": 53},
    {"name": "metrics", "port": 9153},
    name="dns",
)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        pytest.param("", PartialTarget("", "", None), id="nothing"),
        pytest.param("we", PartialTarget("", "we", None), id="name"),
        pytest.param("svc/we", PartialTarget("svc/", "we", None), id="kind"),
        pytest.param("Services/we", PartialTarget("Services/", "we", None), id="kind-in-any-form"),
        pytest.param("web:", PartialTarget("", "web", ""), id="colon"),
        pytest.param("svc/web:53/U", PartialTarget("svc/", "web", "53/U"), id="protocol"),
        pytest.param("pod/web", None, id="another-kind"),
        pytest.param("/", None, id="no-kind"),
        pytest.param("https://x", None, id="url"),
    ],
)
def test_the_parts_of_a_target(typed: str, parts: PartialTarget | None) -> None:
    assert split_target(typed) == parts


def test_services_are_told_by_type_and_ports() -> None:
    services = (
        service(name="b", type="ExternalName", externalName="example.com", ports=[]),
        service({"port": 80, "nodePort": 30080}, {"port": 53, "protocol": "UDP"}, name="a", type="NodePort"),
    )
    told = [Candidate("a", "NodePort 80:30080/TCP,53/UDP"), Candidate("b", "ExternalName <none>")]
    assert list(by_name(services, (), "")) == told


def names(*given: str, kind: str = "") -> list[str]:
    return [each.value for each in by_name((service(name="a"), service(name="b")), given, kind)]


def test_a_service_that_was_asked_for_is_left_out() -> None:
    assert names("svc/a", "nonsense/b") == ["b"]


def test_a_service_of_which_a_port_was_asked_for_stays() -> None:
    assert names("a:80") == ["a", "b"]


def test_the_kind_stays_in_front() -> None:
    assert names(kind="svc/") == ["svc/a", "svc/b"]


def test_what_is_no_name_is_never_offered() -> None:
    assert list(by_name((service(name="$(reboot)"), service(name="A b")), (), "")) == []
    assert [each.value for each in by_port((service({"name": "$(x)", "port": 80}),), (), "web:")] == ["web:80"]


def ports(*given: str) -> list[tuple[str, str]]:
    return [(each.value, each.description) for each in by_port((DNS,), given, "dns:")]


def test_ports_by_name_and_number_with_the_protocol_where_it_decides() -> None:
    assert ports() == [
        ("dns:dns", "53/UDP"),
        ("dns:53/UDP", "dns"),
        ("dns:dns-tcp", "53/TCP"),
        ("dns:53/TCP", "dns-tcp"),
        ("dns:metrics", "9153/TCP"),
        ("dns:9153", "metrics"),
    ]


def test_every_port_offered_is_understood() -> None:
    targets = [parse_target(value) for value, _ in ports()]
    assert [isinstance(target, ServiceTarget) and target.name for target in targets] == ["dns"] * 6


def test_a_port_without_a_name() -> None:
    assert list(by_port((service({"port": 80}),), (), "svc/web:")) == [Candidate("svc/web:80", "80/TCP")]


def test_node_ports_with_the_protocol_where_it_decides() -> None:
    both = service({"port": 53, "protocol": "UDP", "nodePort": 30053}, {"port": 53, "nodePort": 30053}, name="dns")
    web = service({"port": 80, "name": "http", "nodePort": 30080}, {"port": 81})
    assert list(by_node_port((web, both), [])) == [
        Candidate(":30053/TCP", "shop/dns 53/TCP"),
        Candidate(":30053/UDP", "shop/dns 53/UDP"),
        Candidate(":30080", "shop/web http 80/TCP"),
    ]
    assert list(by_node_port((web,), [":30080"])) == []


@pytest.mark.parametrize(
    ("given", "left"),
    [
        pytest.param(("dns:metrics",), ["dns:dns", "dns:53/UDP", "dns:dns-tcp", "dns:53/TCP"], id="by-name"),
        pytest.param(("svc/dns:9153",), ["dns:dns", "dns:53/UDP", "dns:dns-tcp", "dns:53/TCP"], id="by-number"),
        pytest.param(("dns:53/UDP", "dns:metrics"), ["dns:dns-tcp", "dns:53/TCP"], id="by-protocol"),
        pytest.param(("dns:53",), ["dns:metrics", "dns:9153"], id="both-protocols"),
        pytest.param(("dns",), [], id="all"),
    ],
)
def test_a_port_that_was_asked_for_is_left_out(given: tuple[str, ...], left: list[str]) -> None:
    assert [value for value, _ in ports(*given)] == left


def test_the_ports_of_another_service_stay() -> None:
    assert ports("web:metrics") == ports()
