import pytest

from kubectl_porttrace.checks.listening.not_shown import listening_not_shown as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, judged, sidecar
from tests.build.attempts import sockets, tried
from tests.checks.listening.behind import isolated, loopback, nothing, probed, web

ONE = web("web-0", ips=["10.0.0.1", "fd00::1"])
MESHED = web("web-0", init=[sidecar(name="istio-proxy")])


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(probed(pods=(ONE,)), id="not-tried"),
        pytest.param(probed(*nothing(ONE), pods=(ONE,)), id="nothing-listens"),
        pytest.param(probed(*loopback(ONE), pods=(ONE,)), id="loopback-alone"),
        pytest.param(probed(tried(ONE, "proxy", "http"), pods=(ONE,)), id="listens"),
        pytest.param(probed(tried(ONE, "proxy", "forbidden"), pods=(ONE,)), id="forbidden-is-not-read"),
        pytest.param(probed(tried(ONE, "proxy", "late", 9090), pods=(ONE,)), id="another-number"),
        pytest.param(
            probed(tried(ONE, "proxy", "http"), pods=(ONE,), ipFamilies=["IPv4", "IPv6"]), id="its-second-address"
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "why"),
    [
        pytest.param(probed(tried(ONE, "proxy", "unreachable"), pods=(ONE,)), "does not reach", id="unreachable"),
        pytest.param(probed(tried(ONE, "proxy", "late"), pods=(ONE,)), "proves nothing", id="late"),
        pytest.param(isolated(tried(ONE, "proxy", "refused"), pods=(ONE,)), "NetworkPolicy", id="a-policy"),
        pytest.param(probed(tried(ONE, "forward", "opened"), pods=(ONE,)), "on localhost", id="port-forward-alone"),
        pytest.param(probed(tried(ONE, "forward", "refused"), pods=(ONE,)), "nothing takes", id="refused-by-it"),
        pytest.param(probed(tried(ONE, "proxy", "closed"), pods=(ONE,)), "closes them", id="closed"),
        pytest.param(probed(tried(MESHED, "proxy", "http"), pods=(MESHED,)), "takes every connection", id="a-proxy"),
        pytest.param(probed(sockets(ONE, "TCP :: 8080"), pods=(ONE,)), "[::]", id="a-socket-of-ipv6"),
        pytest.param(
            probed(tried(ONE, "proxy", "failed", told="it broke"), pods=(ONE,)), "it broke", id="it-could-not-be-tried"
        ),
    ],
)
def test_fires(subject: TracedService, why: str) -> None:
    finding = judged(subject)["PTL09"]
    assert finding.severity == "note"
    assert why in finding.message
