"""Names as a pod's resolver and CoreDNS read them."""

import pytest

from kubectl_porttrace.model.dns_name import DnsName, is_of_cluster, readings

WEB = DnsName("shop", "web")
LONG = "a" * 63


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        pytest.param("web.shop", (DnsName("me", "shop", "web"), WEB), id="service-or-endpoint"),
        pytest.param("web.shop.svc", (WEB,), id="with-svc"),
        pytest.param("web.shop.svc.cluster.local", (WEB,), id="in-full"),
        pytest.param("db-0.db.shop", (DnsName("shop", "db", "db-0"),), id="endpoint"),
        pytest.param("db-0.db.shop.svc.cluster.local", (DnsName("shop", "db", "db-0"),), id="endpoint-in-full"),
        pytest.param("_http._tcp.web", (DnsName("me", "web", "", "http", "TCP"),), id="port-of-the-same-namespace"),
        pytest.param("_http._tcp.web.shop.svc", (DnsName("shop", "web", "", "http", "TCP"),), id="port"),
        pytest.param("http.tcp.web.shop.svc", (), id="port-without-underscores"),
        pytest.param("lb.example.com", (DnsName("com", "example", "lb"),), id="name-of-a-host"),
        pytest.param("a.lb.example.com", (), id="longer-name-of-a-host"),
        pytest.param("web.svc", (DnsName("me", "svc", "web"),), id="no-namespace"),
        pytest.param("shop.svc.cluster.local", (), id="namespace-alone"),
        pytest.param("web.shop.svc.corp.example", (), id="another-domain"),
        pytest.param("cluster.local", (DnsName("me", "local", "cluster"), DnsName("local", "cluster")), id="domain"),
        pytest.param(".".join([LONG] * 4), (), id="too-long"),
    ],
)
def test_what_a_name_may_stand_for(host: str, expected: tuple[DnsName, ...]) -> None:
    assert readings(host, "me") == expected


def test_a_dot_at_the_end_keeps_it_from_being_searched_for() -> None:
    assert readings("web.shop", "me", absolute=True) == ()
    assert readings("web.shop.svc.cluster.local", "me", absolute=True) == (WEB,)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param(WEB, "web.shop.svc.cluster.local", id="service"),
        pytest.param(DnsName("shop", "db", "db-0"), "db-0.db.shop.svc.cluster.local", id="endpoint"),
        pytest.param(DnsName("shop", "web", "", "http", "TCP"), "_http._tcp.web.shop.svc.cluster.local", id="port"),
    ],
)
def test_its_own_text_stands_for_itself(name: DnsName, text: str) -> None:
    assert name.text == text
    assert readings(name.text, "elsewhere") == (name,)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        pytest.param("web.shop.svc", True, id="svc"),
        pytest.param("x.cluster.local", True, id="domain"),
        pytest.param("_http._tcp.web", True, id="port"),
        pytest.param("web.shop", False, id="two-parts"),
        pytest.param("lb.example.com", False, id="host"),
        pytest.param("websvc", False, id="no-part-of-its-own"),
    ],
)
def test_whether_it_can_be_nothing_else(host: str, expected: bool) -> None:  # noqa: FBT001 - a case
    assert is_of_cluster(host) is expected
