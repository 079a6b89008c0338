import pytest

from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.question import ServiceTarget
from kubectl_porttrace.target import is_name, parse_target, parse_targets


@pytest.mark.parametrize(
    ("written", "target"),
    [
        pytest.param("web", ServiceTarget("web"), id="name"),
        pytest.param("svc/web", ServiceTarget("web"), id="svc"),
        pytest.param("service/web", ServiceTarget("web"), id="service"),
        pytest.param("Services/web", ServiceTarget("web"), id="services-in-any-case"),
        pytest.param("web:http", ServiceTarget("web", "http"), id="port-name"),
        pytest.param("web:80", ServiceTarget("web", "80"), id="port-number"),
        pytest.param("svc/web:53/udp", ServiceTarget("web", "53", "UDP"), id="protocol"),
        pytest.param("web:dns/TCP", ServiceTarget("web", "dns", "TCP"), id="name-and-protocol"),
        pytest.param("svc", ServiceTarget("svc"), id="a-service-called-svc"),
        pytest.param("80", ServiceTarget("80"), id="a-service-called-80"),
    ],
)
def test_parses_a_target(written: str, target: ServiceTarget) -> None:
    assert parse_target(written) == target


@pytest.mark.parametrize(
    ("written", "words"),
    [
        pytest.param("pod/web-0", "only Services", id="pod"),
        pytest.param("deploy/web", "only Services", id="deployment"),
        pytest.param("ing/web", "only Services", id="ingress"),
        pytest.param("httproute/web", "only Services", id="route"),
        pytest.param("shop/web:80", "only Services", id="namespace"),
        pytest.param(":30080", "port without a Service", id="node-port"),
        pytest.param("10.96.0.10", "address", id="ip"),
        pytest.param("10.96.0.10:80", "address", id="ip-and-port"),
        pytest.param("fd00::10", "address", id="ipv6"),
        pytest.param("[fd00::10]:80", "address", id="ipv6-and-port"),
        pytest.param("https://shop.example.com/cart", "URL", id="url"),
        pytest.param("", "not a Service name", id="empty"),
        pytest.param("/web", "not a Service name", id="slash-alone"),
        pytest.param("svc/", "not a Service name", id="kind-alone"),
        pytest.param("svc/a/b", "not a Service name", id="too-many-parts"),
        pytest.param("web:", "not a Service name", id="colon-alone"),
        pytest.param("web:80/HTTP", "not a Service name", id="unknown-protocol"),
        pytest.param("Web", "not a Service name", id="upper-case"),
        pytest.param("../web", "only Services", id="path"),
        pytest.param("a" * 64, "not a Service name", id="too-long"),
        pytest.param("web?watch=1", "not a Service name", id="query"),
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


@pytest.mark.parametrize(
    ("words", "targets"),
    [
        pytest.param(["svc", "web"], [ServiceTarget("web")], id="kind-and-name"),
        pytest.param(
            ["Services", "web", "api:80"], [ServiceTarget("web"), ServiceTarget("api", "80")], id="kind-and-names"
        ),
        pytest.param(["service", "web:53/UDP"], [ServiceTarget("web", "53", "UDP")], id="kind-and-port"),
        pytest.param(["svc", "svc"], [ServiceTarget("svc")], id="kind-and-a-service-of-that-name"),
        pytest.param(["svc"], [ServiceTarget("svc")], id="a-service-called-svc"),
        pytest.param(["web", "svc"], [ServiceTarget("web"), ServiceTarget("svc")], id="after-another"),
        pytest.param(["svc/svc", "web"], [ServiceTarget("svc"), ServiceTarget("web")], id="written-in-full"),
        pytest.param(["svc", "svc/web"], [ServiceTarget("svc"), ServiceTarget("web")], id="the-other-in-full"),
        pytest.param([], [], id="none"),
    ],
)
def test_takes_the_kind_as_a_word_of_its_own(words: list[str], targets: list[ServiceTarget]) -> None:
    assert parse_targets(words) == tuple(targets)
