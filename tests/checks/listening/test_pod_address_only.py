import pytest

from kubectl_porttrace.checks.listening.pod_address_only import pod_address_only as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, judged
from tests.build.attempts import sockets, tried
from tests.checks.listening.behind import probed, web

ONE = web("web-0", ips=["10.0.0.1"])


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(probed(pods=(ONE,)), id="not-tried"),
        pytest.param(probed(tried(ONE, "proxy", "http"), pods=(ONE,)), id="by-the-proxy"),
        pytest.param(probed(sockets(ONE, "TCP 0.0.0.0 8080"), pods=(ONE,)), id="any-address"),
        pytest.param(probed(sockets(ONE, "TCP 10.0.0.1 8080", "TCP 127.0.0.1 8080"), pods=(ONE,)), id="loopback-too"),
        pytest.param(probed(sockets(ONE), pods=(ONE,)), id="nothing"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    finding = judged(probed(sockets(ONE, "TCP 10.0.0.1 8080"), pods=(ONE,)))["PTL07"]
    assert (finding.severity, finding.object.kind) == ("note", "ReplicaSet")
    assert "10.0.0.1:8080" in finding.message
