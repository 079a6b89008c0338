from collections.abc import Sequence
from typing import Any

import pytest

from kubectl_porttrace.model.attempt import Attempt
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.listening.listening import UNKNOWN, Listening
from kubectl_porttrace.trace.listening.tried import may_be_rejected, open_numbers, shown_by_attempts
from tests.build import cluster, container, forbidden, pod, port, sidecar
from tests.build.attempts import sockets, tried
from tests.build.policies import policy

IP = "10.0.0.1"
WEB = pod(container(port(8080), port(3000)), name="web-0", ips=[IP, "fd00::1"])
MESHED = pod(container(port(8080)), name="web-0", ips=[IP], init=[sidecar(name="istio-proxy")])
HOST = pod(container(port(8080)), name="web-0", ips=[IP], spec={"hostNetwork": True})


def shown(
    *attempts: Attempt, of: Pod = WEB, ip: str = IP, number: int = 8080, protocol: str = "TCP", beside: Any = ()
) -> Listening:
    return shown_by_attempts(cluster(of, *beside, attempts=attempts), of, ip, number, protocol)


def by(proxy: Any = None, forward: Any = None, of: Pod = WEB) -> list[Attempt]:
    found = [tried(of, "proxy", proxy)] if proxy else []
    return [*found, *([tried(of, "forward", forward)] if forward else [])]


NO = Listening("no", "forward", localhost=False)
NO_BY_PROXY = Listening("no", "proxy")
LOOPBACK = Listening("loopback", "forward", localhost=True)
YES = Listening("yes", "proxy")
OPEN = Listening(localhost=True)
SHUT = Listening(localhost=False)


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        pytest.param(by("plain"), YES, id="plain"),
        pytest.param(by("http"), YES, id="http"),
        pytest.param(by("tls"), YES, id="tls"),
        pytest.param(by("closed"), UNKNOWN, id="closed-alone-may-be-a-proxy-in-front-of-nothing"),
        pytest.param(by("closed", "opened"), Listening("yes", "proxy", localhost=True), id="closed-and-opened"),
        pytest.param(by("closed", "refused"), SHUT, id="closed-and-refused"),
        pytest.param(by("silent", "opened"), Listening("yes", "proxy", localhost=True), id="silent-and-opened"),
        pytest.param(by("late"), UNKNOWN, id="a-time-out-proves-nothing"),
        pytest.param(by("late", "opened"), OPEN, id="late-and-opened"),
        pytest.param(by("late", "refused"), SHUT, id="late-and-refused"),
        pytest.param(by("late", "late"), UNKNOWN, id="late-twice"),
        pytest.param(by("failed"), UNKNOWN, id="failed"),
        pytest.param(by("forbidden", "opened"), OPEN, id="forbidden-and-opened"),
        pytest.param(by("forbidden", "refused"), SHUT, id="forbidden-and-refused"),
        pytest.param(by(None, "opened"), OPEN, id="opened-alone-may-be-loopback"),
        pytest.param(by(None, "refused"), SHUT, id="refused-alone-may-be-the-pods-address"),
        pytest.param(by("unreachable"), Listening("unreachable", "proxy"), id="unreachable"),
        pytest.param(
            by("unreachable", "opened"), Listening("unreachable", "proxy", localhost=True), id="unreachable-and-opened"
        ),
        pytest.param([*by("refused", "refused")], NO, id="refused-twice"),
        pytest.param([*by("refused", "opened")], LOOPBACK, id="refused-and-opened"),
        pytest.param([*by("refused")], NO_BY_PROXY, id="refused"),
        pytest.param([*by("refused", "forbidden")], NO_BY_PROXY, id="refused-and-forbidden"),
        pytest.param([*by("refused", "late")], NO_BY_PROXY, id="refused-and-late"),
        pytest.param(
            [*by("refused", "opened"), tried(WEB, "proxy", "plain")],
            Listening("yes", "proxy", localhost=True),
            id="what-came-last-counts",
        ),
    ],
)
def test_proxy_and_port_forward(attempts: Sequence[Attempt], expected: Listening) -> None:
    assert shown(*attempts) == expected


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        pytest.param(by("plain", of=MESHED), UNKNOWN, id="it-takes-every-connection"),
        pytest.param(
            by("plain", "opened", of=MESHED), Listening("yes", "proxy", localhost=True), id="and-the-program-its-own"
        ),
        pytest.param(by("closed", "refused", of=MESHED), SHUT, id="before-nothing"),
        pytest.param([*by("refused", "refused", of=MESHED)], SHUT, id="and-is-not-up-itself"),
    ],
)
def test_a_proxy_in_the_pod(attempts: Sequence[Attempt], expected: Listening) -> None:
    assert shown(*attempts, of=MESHED) == expected


@pytest.mark.parametrize(
    ("forward", "beside", "expected"),
    [
        pytest.param("refused", [policy()], SHUT, id="a-policy-may-refuse"),
        pytest.param("opened", [policy()], OPEN, id="a-policy-may-refuse-what-listens"),
        pytest.param(
            "opened", [policy(podSelector={"matchLabels": {"app": "other"}})], LOOPBACK, id="a-policy-of-other-pods"
        ),
        pytest.param("opened", [policy(namespace="other")], LOOPBACK, id="a-policy-of-another-namespace"),
        pytest.param("opened", [policy(policyTypes=["Egress"])], LOOPBACK, id="a-policy-of-what-goes-out"),
    ],
)
def test_policies(forward: Any, beside: Any, expected: Listening) -> None:
    assert shown(*by("refused", forward), beside=beside) == expected


def test_policies_that_were_not_read_may_be_any() -> None:
    unread = cluster(WEB, attempts=tuple(by("refused", "opened")), unread=[forbidden("networkpolicies", "shop")])
    assert shown_by_attempts(unread, WEB, IP, 8080, "TCP") == OPEN


def test_policies_do_not_apply_on_the_network_of_the_host() -> None:
    assert not may_be_rejected(cluster(HOST, policy()), HOST)
    assert shown(*by("refused", "refused", of=HOST), of=HOST, beside=[policy()]) == NO


@pytest.mark.parametrize(
    ("listening", "expected"),
    [
        pytest.param(["TCP 0.0.0.0 8080"], "yes", id="any"),
        pytest.param([f"TCP {IP} 8080"], "yes", id="the-address"),
        pytest.param(["TCP 127.0.0.1 8080"], "loopback", id="loopback"),
        pytest.param(["TCP 127.0.0.1 8080", "TCP ::1 8080"], "loopback", id="loopback-of-both"),
        pytest.param(["TCP ::1 8080"], "loopback", id="loopback-of-ipv6"),
        pytest.param(["TCP :: 8080"], "unknown", id="any-of-ipv6-may-serve-ipv4"),
        pytest.param(["TCP :: 8080", "TCP 0.0.0.0 8080"], "yes", id="any-of-both"),
        pytest.param(["TCP 10.9.9.9 8080"], "no", id="another-address"),
        pytest.param(["TCP fd00::1 8080"], "no", id="ipv6-alone"),
        pytest.param(["TCP 0.0.0.0 8081"], "no", id="another-number"),
        pytest.param(["UDP 0.0.0.0 8080"], "no", id="another-protocol"),
        pytest.param([], "no", id="nothing"),
        pytest.param(["TCP nonsense 8080"], "no", id="no-address"),
    ],
)
def test_sockets(listening: list[str], expected: str) -> None:
    assert shown(sockets(WEB, *listening)).word == expected


def test_sockets_tell_of_every_family() -> None:
    assert shown(sockets(WEB, "TCP :: 8080"), ip="fd00::1") == Listening("yes", "proc")
    assert shown(sockets(WEB, "TCP 0.0.0.0 8080"), ip="fd00::1") == Listening("no", "proc")


@pytest.mark.parametrize(
    ("proxy", "expected"),
    [("plain", YES), ("closed", YES), ("refused", NO_BY_PROXY), ("late", UNKNOWN)],
)
def test_the_proxy_tells_whether_a_socket_of_ipv6_serves_ipv4(proxy: Any, expected: Listening) -> None:
    assert shown(sockets(WEB, "TCP :: 8080"), *by(proxy)) == expected


def test_udp() -> None:
    assert shown(sockets(WEB, "UDP 0.0.0.0 53"), number=53, protocol="UDP") == Listening("yes", "proc")
    assert shown(sockets(WEB), number=53, protocol="UDP") == Listening("no", "proc")
    assert shown(*by("plain", "opened"), protocol="UDP") == UNKNOWN


def test_a_kernel_of_its_own_may_show_no_udp() -> None:
    sandboxed = pod(name="web-0", ips=[IP], spec={"runtimeClassName": "gvisor"})
    assert shown(sockets(sandboxed), of=sandboxed, protocol="UDP") == UNKNOWN
    assert shown(sockets(sandboxed), of=sandboxed) == Listening("no", "proc")


def test_what_was_not_printed_proves_nothing() -> None:
    assert shown(sockets(WEB, tables=("udp",))) == UNKNOWN
    assert shown(tried(WEB, "proc", "failed", 0)) == UNKNOWN


def test_the_proxy_dials_the_first_address_alone() -> None:
    assert shown(*by("plain", "opened"), ip="fd00::1") == UNKNOWN


def test_another_pod_of_the_name_is_another_pod() -> None:
    earlier = pod(name="web-0", ips=[IP], metadata={"uid": "earlier"})
    assert shown(*by("plain", of=earlier)) == UNKNOWN


def test_open_numbers() -> None:
    attempts = (tried(WEB, "proxy", "http", 3000), tried(WEB, "proxy", "closed", 9090), tried(WEB, "proxy", "http"))
    assert open_numbers(cluster(WEB, attempts=attempts), [WEB], {8080}) == (3000,)
    heard = sockets(WEB, "TCP 0.0.0.0 3000", "TCP 127.0.0.1 8080", "TCP 0.0.0.0 40000")
    assert open_numbers(cluster(WEB, attempts=(heard,)), [WEB], ()) == (3000,)
    other = pod(container(port(3000)), name="web-1")
    assert open_numbers(cluster(WEB, other, attempts=(heard,)), [WEB, other], ()) == ()
    assert open_numbers(cluster(WEB), [], ()) == ()
