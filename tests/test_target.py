import pytest

from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.question import AddressTarget, ServiceTarget, Target, UrlTarget, WorkloadTarget
from kubectl_porttrace.target import is_name, parse_target, parse_targets, requested


@pytest.mark.parametrize(
    ("written", "target"),
    [
        pytest.param("web", ServiceTarget("web"), id="name"),
        pytest.param("svc/web", ServiceTarget("web"), id="svc"),
        pytest.param("service/web", ServiceTarget("web"), id="service"),
        pytest.param("Services/web", ServiceTarget("web"), id="services-in-any-case"),
        pytest.param("web:http", ServiceTarget("web", "http"), id="port-name"),
        pytest.param(f"web:{'9' * 5000}", ServiceTarget("web", "9" * 5000), id="port-of-more-digits-than-python-reads"),
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
        pytest.param("configmap/web", "only Services, workloads, routes and addresses", id="another-kind"),
        pytest.param("shop/web:80", "only Services, workloads, routes and addresses", id="namespace"),
        pytest.param("", "not a Service name", id="empty"),
        pytest.param("/web", "not a Service name", id="slash-alone"),
        pytest.param("svc/", "not a Service name", id="kind-alone"),
        pytest.param("svc/a/b", "not a Service name", id="too-many-parts"),
        pytest.param("web:", "not a Service name", id="colon-alone"),
        pytest.param("web:80/HTTP", "not a Service name", id="unknown-protocol"),
        pytest.param("Web", "not a Service name", id="upper-case"),
        pytest.param("../web", "only Services, workloads, routes and addresses", id="path"),
        pytest.param("a" * 64, "not a Service name", id="too-long"),
        pytest.param("web?watch=1", "not a Service name", id="query"),
    ],
)
def test_refuses_what_is_no_service(written: str, words: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_target(written)
    assert words in raised.value.message
    assert "svc/web" in raised.value.hint


@pytest.mark.parametrize(("written", "instead"), [("shop/web", "web -n shop"), ("shop/web:80", "web:80 -n shop")])
def test_says_how_a_namespace_is_written(written: str, instead: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_targets([written])
    assert raised.value.hint is not None
    assert raised.value.hint.startswith(f"if shop is the namespace, write {instead}; ")


@pytest.mark.parametrize(
    ("written", "target"),
    [
        *(pytest.param(f"{word}/web", WorkloadTarget("Pod", "web"), id=word) for word in ("po", "pod", "pods", "Pod")),
        *(
            pytest.param(f"{word}/web", WorkloadTarget("Deployment", "web"), id=word)
            for word in ("deploy", "deployment", "deployments", "deployment.apps", "deployments.apps")
        ),
        *(
            pytest.param(f"{word}/web", WorkloadTarget("StatefulSet", "web"), id=word)
            for word in ("sts", "statefulset")
        ),
        *(pytest.param(f"{word}/web", WorkloadTarget("DaemonSet", "web"), id=word) for word in ("ds", "daemonsets")),
        *(pytest.param(f"{word}/web", WorkloadTarget("ReplicaSet", "web"), id=word) for word in ("rs", "replicaset")),
        *(pytest.param(f"{word}/web", WorkloadTarget("Job", "web"), id=word) for word in ("job", "jobs", "job.batch")),
        pytest.param("pod/node-1.example.com", WorkloadTarget("Pod", "node-1.example.com"), id="name-with-dots"),
        pytest.param("pod/10.0.0.1", WorkloadTarget("Pod", "10.0.0.1"), id="name-like-an-address"),
    ],
)
def test_parses_a_workload(written: str, target: WorkloadTarget) -> None:
    assert parse_target(written) == target


@pytest.mark.parametrize(
    ("written", "words"),
    [
        pytest.param("deploy/", "not a Deployment name", id="kind-alone"),
        pytest.param("deploy/Web", "not a Deployment name", id="upper-case"),
        pytest.param("pod/a..b", "not a Pod name", id="two-dots"),
        pytest.param("pod/web\n", "not a Pod name", id="line-feed"),
        pytest.param(f"pod/{'a.' * 127}a", "not a Pod name", id="too-long"),
        pytest.param("deploy/web/pods", "not a Deployment name", id="too-many-parts"),
        pytest.param("deploy/web:http", "with all its ports", id="port"),
        pytest.param("ing/web:80", "with all its ports", id="port-of-a-route"),
        pytest.param("ing/Web", "not a Ingress name", id="upper-case-route"),
        pytest.param("cronjob/web", "only Services, workloads, routes and addresses", id="cronjob"),
    ],
)
def test_refuses_what_is_no_workload(written: str, words: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_target(written)
    assert words in raised.value.message
    assert "deploy/web" in raised.value.hint


@pytest.mark.parametrize(("port", "may_be"), [("30080", True), ("0", False), ("http", False), ("9" * 5000, False)])
def test_a_name_and_a_number_may_be_a_node_and_its_port(port: str, *, may_be: bool) -> None:
    assert ServiceTarget("web", port).may_be_node == may_be


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
        pytest.param(
            ["deploy", "web", "api"],
            [WorkloadTarget("Deployment", "web"), WorkloadTarget("Deployment", "api")],
            id="workload-and-names",
        ),
        pytest.param(["po", "web.0"], [WorkloadTarget("Pod", "web.0")], id="pod-and-name-with-dot"),
        pytest.param(["deploy"], [ServiceTarget("deploy")], id="a-service-called-deploy"),
        pytest.param(
            ["deploy", "pod/web"], [ServiceTarget("deploy"), WorkloadTarget("Pod", "web")], id="a-service-and-a-pod"
        ),
        pytest.param([], [], id="none"),
    ],
)
def test_takes_the_kind_as_a_word_of_its_own(words: list[str], targets: list[Target]) -> None:
    assert parse_targets(words) == tuple(targets)


@pytest.mark.parametrize(
    ("written", "host", "port", "protocol"),
    [
        pytest.param("10.96.0.10", "10.96.0.10", None, None, id="address"),
        pytest.param("10.96.0.10:53", "10.96.0.10", 53, None, id="and-port"),
        pytest.param("10.96.0.10:53/udp", "10.96.0.10", 53, "UDP", id="and-protocol"),
        pytest.param("fd00::10", "fd00::10", None, None, id="ipv6"),
        pytest.param("FD00:0:0::10", "fd00::10", None, None, id="ipv6-in-another-spelling"),
        pytest.param("::1", "::1", None, None, id="ipv6-that-begins-with-colons"),
        pytest.param("[fd00::10]", "fd00::10", None, None, id="ipv6-in-brackets"),
        pytest.param("[fd00::10]:443/TCP", "fd00::10", 443, "TCP", id="ipv6-and-port"),
        pytest.param(":30080", "", 30080, None, id="port"),
        pytest.param(":30080/udp", "", 30080, "UDP", id="port-and-protocol"),
        pytest.param("node/node-1:30080", "node-1", 30080, None, id="node"),
        pytest.param("no/node-1", "node-1", None, None, id="node-alone"),
        pytest.param("10-244-0-9.shop.pod", "10.244.0.9", None, None, id="name-of-a-pod"),
        pytest.param("fd00--9.shop.pod.cluster.local:80", "fd00::9", 80, None, id="name-of-an-ipv6-pod"),
    ],
)
def test_parses_an_address(written: str, host: str, port: int | None, protocol: str | None) -> None:
    assert parse_target(written) == AddressTarget(host, port, protocol, written)


@pytest.mark.parametrize(
    ("written", "host", "port", "absolute"),
    [
        pytest.param("ip-10-0-0-1.EC2.internal:30080", "ip-10-0-0-1.ec2.internal", 30080, False, id="name-of-a-host"),
        pytest.param("lb.example.com.", "lb.example.com", None, True, id="dot-at-the-end"),
        pytest.param("web.shop.svc:80", "web.shop.svc", 80, False, id="name-in-the-cluster"),
        pytest.param("_http._tcp.web", "_http._tcp.web", None, False, id="name-of-a-port"),
        pytest.param("x-1.shop.pod", "x-1.shop.pod", None, False, id="pod-without-an-address"),
    ],
)
def test_parses_a_name(written: str, host: str, port: int | None, absolute: bool) -> None:  # noqa: FBT001 - a case
    assert parse_target(written) == AddressTarget(host, port, None, written, in_dns=True, absolute=absolute)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        pytest.param("010.96.0.10", "has leading zeros", id="leading-zeros"),
        pytest.param("10.96.0.256", "is not an IP address", id="number-too-large"),
        pytest.param("10.96.0", "is not an IP address", id="too-few-numbers"),
        pytest.param("fd00::10::1", "is not an IP address", id="ipv6-with-two-gaps"),
        pytest.param("[fd00::10", "is not an IP address", id="no-closing-bracket"),
        pytest.param("[web]:80", "is not an IP address", id="name-in-brackets"),
        pytest.param("fe80::1%eth0", "has a zone", id="zone"),
        pytest.param("[fe80::1%25eth0]:80", "has a zone", id="zone-in-brackets"),
        pytest.param("10.96.0.10:0", "has no port from 1 to 65535", id="port-zero"),
        pytest.param("10.96.0.10:65536", "has no port from 1 to 65535", id="port-too-large"),
        pytest.param(":99999999999999999999", "has no port from 1 to 65535", id="port-with-many-digits"),
        pytest.param("10.96.0.10:", "has no port", id="colon-alone"),
        pytest.param(":", "has no port", id="nothing-but-a-colon"),
        pytest.param("10.96.0.10:http", "has no port", id="name-of-a-port"),
        pytest.param(":\u0663\u0660", "has no port", id="digits-of-another-script"),
        pytest.param(":80/HTTP", "has no protocol", id="protocol"),
        pytest.param("[fd00::10]80", "has no port", id="no-colon-behind-the-bracket"),
        pytest.param("sh\u00f6p.example.com", "is not written in ASCII", id="idn"),
        pytest.param("node/:30080", "is neither", id="node-without-name"),
        pytest.param("web..shop:80", "has two dots in a row", id="two-dots"),
        pytest.param(".web.shop", "begins with a dot", id="dot-at-the-beginning"),
        pytest.param("web.shop:http", "has the name of a port, and clients dial a number", id="name-of-a-port-in-dns"),
        pytest.param("_http._tcp.web:80", "is the name of a port", id="number-behind-the-name-of-a-port"),
        pytest.param("node/a/b", "is neither", id="node-with-two-names"),
    ],
)
def test_refuses_what_is_no_address(written: str, words: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_target(written)
    assert words in raised.value.message
    assert raised.value.hint
    assert raised.value.exit_code == 2


def test_the_user_of_a_url_is_not_repeated() -> None:
    for url in ("https://me:se/cret@shop.example.com", "ftp://x@@y", "https://me:secret@shop.example.com:0/"):
        with pytest.raises(UsageError) as raised:
            parse_target(url)
        assert "cret" not in raised.value.message + raised.value.hint
        assert "@" not in raised.value.message
    target = parse_target("https://me:1/secret@shop.example.com")
    assert isinstance(target, UrlTarget)
    assert target.written == "https://me:1/..."


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("https://Shop.Example.com/c?page=1#top", ("https", "shop.example.com", 443, "/c"), id="https"),
        pytest.param("HTTP://shop.example.com", ("http", "shop.example.com", 80, "/"), id="no-path"),
        pytest.param("http://shop.example.com:8080/", ("http", "shop.example.com", 8080, "/"), id="port"),
        pytest.param("http://shop.example.com:/", ("http", "shop.example.com", 80, "/"), id="empty-port"),
        pytest.param("http://[FD00:0::1]:81/a", ("http", "fd00::1", 81, "/a"), id="ipv6"),
        pytest.param("http://me:secret@10.0.0.1/", ("http", "10.0.0.1", 80, "/"), id="user"),
        pytest.param("http://a@b@shop.example.com/x@y", ("http", "shop.example.com", 80, "/x@y"), id="two-at-signs"),
    ],
)
def test_parses_a_url(written: str, expected: tuple[str, str, int, str]) -> None:
    target = parse_target(written)
    assert isinstance(target, UrlTarget)
    assert (target.scheme, target.host, target.port, target.path) == expected
    assert "secret" not in target.written
    assert "page" not in target.written


@pytest.mark.parametrize(
    ("written", "words"),
    [
        pytest.param("ftp://me:secret@files.example.com/", "is no URL of the web", id="another-scheme"),
        pytest.param("https:///cart", "has no host", id="no-host"),
        pytest.param("https://me:secret@/cart", "has no host", id="user-and-no-host"),
        pytest.param("https://sh\u00f6p.example.com/", "is not written in ASCII", id="idn"),
        pytest.param("https://shop.example.com:65536/", "has no port from 1 to 65535", id="port-too-large"),
        pytest.param("https://shop.example.com:http/", "has no port", id="port-with-a-name"),
        pytest.param("https://me:secret@10.0.0.256/", "is no IP address", id="number-too-large"),
        pytest.param("https://[fe80::1%eth0]x/", "no name in DNS", id="behind-the-bracket"),
        pytest.param("https://*.example.com/", "no name in DNS", id="wildcard"),
    ],
)
def test_refuses_what_is_no_url_without_telling_the_user(written: str, words: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_target(written)
    assert words in raised.value.message
    assert "secret" not in raised.value.message + raised.value.hint


@pytest.mark.parametrize(
    ("headers", "method", "words"),
    [
        pytest.param(("version",), "", "is not a header", id="no-colon"),
        pytest.param(("a b: c",), "", "is not a header", id="blank-in-the-name"),
        pytest.param((), "GET /", "--method cannot be", id="method"),
    ],
)
def test_refuses_what_is_no_request(headers: tuple[str, ...], method: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        requested((parse_target("http://shop.example.com/"),), headers, method)


def test_a_request_is_for_a_url() -> None:
    with pytest.raises(UsageError, match="are of a request for a URL"):
        requested((parse_target("web"),), ("version: two",), "")
