from typing import Any

import pytest

from kubectl_porttrace.checks.listening.nothing_listens import nothing_listens as check
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, endpoint, endpoint_slice, found, headless, judged, port, service, traced
from tests.build.attempts import sockets, tried
from tests.checks.listening.behind import HTTP, isolated, loopback, nothing, probed, web

ONE, TWO = web("web-0"), web("web-1")
DECLARED = web("web-0", container(port(8080, "http"), port(3000)))
OTHER = web("web-0", container(port(3000)))
METRICS = web("web-0", container(port(9090, "metrics")))
UNREADY = web("web-2", ready=False)


BY_HAND = endpoint_slice([EndpointPort(name="http", port=8080)], endpoint("10.9.9.9"), name="by-hand")


def open_at(number: int, of: Any) -> Any:
    return tried(of, "proxy", "http", number)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(probed(pods=(ONE,)), id="not-tried"),
        pytest.param(probed(tried(ONE, "proxy", "plain"), pods=(ONE,)), id="listens"),
        pytest.param(probed(*loopback(ONE), pods=(ONE,)), id="on-loopback"),
        pytest.param(probed(tried(ONE, "proxy", "late"), pods=(ONE,)), id="a-time-out"),
        pytest.param(probed(tried(ONE, "forward", "refused"), pods=(ONE,)), id="port-forward-alone"),
        pytest.param(isolated(*nothing(ONE), pods=(ONE,)), id="a-policy-may-refuse"),
        pytest.param(probed(*nothing(ONE, 9090), pods=(ONE,)), id="another-number"),
        pytest.param(probed(*nothing(web("web-9")), pods=(ONE,)), id="another-pod"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "severity"),
    [
        pytest.param(probed(*nothing(ONE), pods=(ONE,)), "error", id="the-only-pod"),
        pytest.param(probed(*nothing(ONE), pods=(ONE, TWO)), "error", id="one-of-its-revision"),
        pytest.param(probed(sockets(ONE), pods=(ONE,)), "error", id="by-sockets"),
        pytest.param(probed(tried(ONE, "proxy", "refused"), pods=(ONE,)), "error", id="by-the-proxy-alone"),
        pytest.param(
            probed(*nothing(ONE), tried(TWO, "proxy", "http"), pods=(ONE, TWO)), "warning", id="another-listens"
        ),
        pytest.param(
            probed(*nothing(ONE), pods=(ONE, web("api-0", metadata={"ownerReferences": []}))),
            "warning",
            id="one-of-another-owner-is-unknown",
        ),
        pytest.param(probed(*nothing(UNREADY), pods=(ONE, UNREADY)), "warning", id="one-that-gets-no-traffic"),
        pytest.param(
            probed(*nothing(ONE), *loopback(TWO), pods=(ONE, TWO)), "error", id="another-on-loopback-is-no-better"
        ),
        pytest.param(
            traced(service(HTTP), BY_HAND, ONE, attempts=nothing(ONE)),
            "warning",
            id="an-address-without-a-pod-is-unknown",
        ),
    ],
)
def test_fires(subject: TracedService, severity: str) -> None:
    finding = judged(subject)["PTL05"]
    assert (finding.severity, finding.path) == (severity, "spec.ports[0].targetPort")
    assert "nothing listens on 8080" in finding.message


@pytest.mark.parametrize(
    ("subject", "certainty"),
    [
        pytest.param(probed(*nothing(ONE), pods=(ONE,)), "likely", id="a-firewall-may-reject"),
        pytest.param(probed(sockets(ONE), pods=(ONE,)), "certain", id="by-sockets"),
    ],
)
def test_only_sockets_make_it_certain(subject: TracedService, certainty: str) -> None:
    assert judged(subject)["PTL05"].certainty == certainty


@pytest.mark.parametrize(
    ("subject", "command"),
    [
        pytest.param(probed(*nothing(OTHER), open_at(3000, OTHER), pods=(OTHER,)), True, id="the-declared-one"),
        pytest.param(
            probed(*nothing(OTHER), open_at(3000, OTHER), pods=(OTHER,), port={"port": 80, "targetPort": 8080}),
            True,
            id="a-port-without-a-name",
        ),
        pytest.param(
            probed(*nothing(DECLARED), open_at(3000, DECLARED), pods=(DECLARED,)), False, id="declared-and-not-open"
        ),
        pytest.param(probed(*nothing(METRICS), open_at(9090, METRICS), pods=(METRICS,)), False, id="named-otherwise"),
        pytest.param(
            traced(
                service(HTTP, {"name": "other", "port": 81, "targetPort": 3000}),
                OTHER,
                attempts=(*nothing(OTHER), open_at(3000, OTHER)),
            ),
            False,
            id="used-by-another-port",
        ),
        pytest.param(
            traced(headless(HTTP), OTHER, attempts=(*nothing(OTHER), open_at(3000, OTHER))),
            False,
            id="headless-translates-no-port",
        ),
        pytest.param(probed(*nothing(ONE), pods=(ONE,)), False, id="none-is-open"),
    ],
)
def test_a_command_only_where_the_number_is_clear(subject: TracedService, command: bool) -> None:  # noqa: FBT001
    finding = judged(subject)["PTL05"]
    assert ("kubectl patch" in (finding.fix.command or "")) is command
    if command:
        assert '"value":3000' in (finding.fix.command or "")
        assert "3000 is open" in finding.message


def test_a_guess_about_the_number_follows_from_the_proof() -> None:
    guessed = probed(*nothing(OTHER), open_at(3000, OTHER), pods=(OTHER,))
    finding = judged(guessed)["PTL05"]
    assert {"PTR11", "PTR12"} <= set(finding.codes)
