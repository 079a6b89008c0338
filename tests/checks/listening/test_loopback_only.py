import pytest

from kubectl_porttrace.checks.listening.loopback_only import loopback_only as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, judged, sidecar
from tests.build.attempts import sockets, tried
from tests.checks.listening.behind import loopback, nothing, probed, web

ONE, TWO = web("web-0"), web("web-1")
MESHED = web("web-0", init=[sidecar(name="istio-proxy")])


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(probed(pods=(ONE,)), id="not-tried"),
        pytest.param(probed(*nothing(ONE), pods=(ONE,)), id="nothing"),
        pytest.param(probed(tried(ONE, "forward", "opened"), pods=(ONE,)), id="port-forward-alone"),
        pytest.param(probed(sockets(ONE, "TCP 0.0.0.0 8080"), pods=(ONE,)), id="any-address"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "severity"),
    [
        pytest.param(probed(*loopback(ONE), pods=(ONE,)), "error", id="the-only-pod"),
        pytest.param(probed(sockets(ONE, "TCP 127.0.0.1 8080"), pods=(ONE,)), "error", id="by-sockets"),
        pytest.param(
            probed(*loopback(ONE), tried(TWO, "proxy", "http"), pods=(ONE, TWO)), "warning", id="another-listens"
        ),
        pytest.param(
            probed(sockets(MESHED, "TCP 127.0.0.1 8080"), pods=(MESHED,)), "note", id="a-proxy-may-pass-it-on"
        ),
    ],
)
def test_fires(subject: TracedService, severity: str) -> None:
    finding = judged(subject)["PTL06"]
    assert (finding.severity, finding.object.kind) == (severity, "ReplicaSet")
    assert "bind to" in finding.fix.text


@pytest.mark.parametrize(
    ("subject", "certainty"),
    [
        pytest.param(probed(*loopback(ONE), pods=(ONE,)), "likely", id="a-firewall-may-reject"),
        pytest.param(probed(sockets(ONE, "TCP 127.0.0.1 8080"), pods=(ONE,)), "certain", id="by-sockets"),
    ],
)
def test_only_sockets_make_it_certain(subject: TracedService, certainty: str) -> None:
    finding = judged(subject)["PTL06"]
    assert finding.certainty == certainty
    assert any("--probe=proc" in line for line in finding.evidence) is (certainty == "likely")
