import pytest

from kubectl_porttrace.diagnose.asked import asked_services
from kubectl_porttrace.model.service import Service
from tests.build import asking, cluster, container, pod, port, service

DNS = service(
    {"name": "dns", "port": 53, "protocol": "UDP", "targetPort": 5353},
    {"name": "dns-tcp", "port": 53, "targetPort": 5353, "nodePort": 30053},
    {"name": "web", "port": 80, "targetPort": "http"},
    name="dns",
    labels={"tier": "base"},
)
WEB = service(name="web")
OTHER = service(name="web", namespace="other")


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
    (asked,) = asked_services(cluster(DNS, WEB), asking(*wanted)).services
    assert (None if asked.ports is None else {port.index for port in asked.ports}) == ports


@pytest.mark.parametrize(
    ("wanted", "namespace", "services"),
    [
        pytest.param([], "shop", [DNS, WEB], id="every-service-of-a-namespace"),
        pytest.param([], None, [OTHER, DNS, WEB], id="every-service"),
        pytest.param(["web"], "shop", [WEB], id="one"),
        pytest.param(["web", "web", "dns"], "shop", [DNS, WEB], id="one-twice"),
        pytest.param(["web"], None, [OTHER, WEB], id="a-name-in-any-namespace"),
    ],
)
def test_chooses_services(wanted: list[str], namespace: str | None, services: list[Service]) -> None:
    found = asked_services(cluster(DNS, WEB, OTHER), asking(*wanted, namespace=namespace)).services
    assert [each.service for each in found] == services


def test_chooses_by_labels() -> None:
    (found,) = asked_services(cluster(DNS, WEB), asking(labels="tier=base")).services
    assert found.service == DNS


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
    (error,) = asked_services(cluster(DNS, WEB), asking(wanted, namespace=namespace)).not_found
    assert error.message == message
    assert hint in error.hint


def test_names_few_of_many_services() -> None:
    many = [service(name=f"s{number}") for number in range(9)]
    (error,) = asked_services(cluster(*many), asking("zzz")).not_found
    assert error.hint.endswith("s4 and 4 more")


def test_says_that_there_are_no_services_anywhere() -> None:
    (error,) = asked_services(cluster(), asking("web", namespace=None)).not_found
    assert "no Services" in error.hint


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        pytest.param("dns:5353", "5353 is the targetPort of port dns 53/UDP: ask for dns:53", id="target-port"),
        pytest.param("dns:30053", "30053 is the nodePort of port dns-tcp 53/TCP: ask for dns:53", id="node-port"),
        pytest.param("dns:8080", 'targetPort "http" of port web 80/TCP: ask for dns:80', id="container-port"),
        pytest.param("dns:dsn", "did you mean dns:dns?", id="name"),
        pytest.param("dns:9999", "", id="nothing-like-it"),
        pytest.param("dns:80/UDP", "", id="protocol"),
    ],
)
def test_says_which_number_to_use(wanted: str, hint: str) -> None:
    behind = pod(container(port(8080, "http")))
    (error,) = asked_services(cluster(DNS, behind), asking(wanted)).not_found
    assert "dns 53/UDP, dns-tcp 53/TCP, web 80/TCP" in error.message
    assert error.hint.endswith(hint) if hint else not error.hint


def test_a_service_may_have_no_ports() -> None:
    bare = service(name="bare", type="ExternalName", externalName="example.com", ports=[])
    (error,) = asked_services(cluster(bare), asking("bare:80")).not_found
    assert "it has none" in error.message


def test_what_does_not_exist_keeps_nothing_from_what_does() -> None:
    asked = asked_services(cluster(DNS, WEB), asking("wbe", "web", "web:90", "dns:dns", "nosuch"))
    assert [(each.service, each.ports and {port.index for port in each.ports}) for each in asked.services] == [
        (DNS, {0}),
        (WEB, None),
    ]
    assert [error.message.partition(" in ")[0] for error in asked.not_found] == [
        'service "wbe" not found',
        'service "web"',
        'service "nosuch" not found',
    ]
