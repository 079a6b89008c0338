from typing import Any

import pytest

from kubectl_porttrace.checks.check import Check, Found
from kubectl_porttrace.diagnose.judging import judge
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, headless, pod, port, service, traced
from tests.diagnose.test_running import FIX, HTTP, METRICS, checking

FIRST, SECOND = (PortKey("shop", "web", index) for index in range(2))


def last_resort() -> Check:
    return checking("PTT05", last_resort=True)


@pytest.mark.parametrize(
    ("subject", "check", "codes"),
    [
        pytest.param(traced(service()), checking("PTP01"), ["PTP01"], id="an-error-names-it"),
        pytest.param(traced(service(), pod()), checking("PTP01", severity="note"), ["PTP01"], id="wired"),
        pytest.param(traced(service()), checking("PTP01", severity="warning"), ["PTP01", "PTT05"], id="only-a-warning"),
        pytest.param(
            traced(headless(ports=[])), checking("PTP01", severity="note"), ["PTP01", "PTT05"], id="no-port-to-name"
        ),
        pytest.param(traced(headless(ports=[])), checking("PTP01"), ["PTP01"], id="no-port-to-name-and-an-error"),
    ],
)
def test_the_last_resort_speaks_where_no_error_does(subject: TracedService, check: Check, codes: list[str]) -> None:
    assert [each.code for each in judge(subject, [last_resort(), check])] == codes


def test_the_last_resort_names_only_what_is_left() -> None:
    subject = traced(service({**HTTP, "targetPort": 8080}, METRICS))
    said = checking("PTR01", Found(message="m", fix=FIX, ports=subject.ports[:1]))
    findings = judge(subject, [last_resort(), said])
    assert [each.code for each in findings] == ["PTR01", "PTT05"]
    assert [each.ports for each in findings] == [frozenset({FIRST}), frozenset({SECOND})]


def test_what_follows_is_folded_by_the_backends_there_are() -> None:
    subject = traced(service(HTTP, METRICS), pod(container(port(8080, "http"))))
    cause = checking("PTE14", severity="warning", causes=("PTE22",))
    follows: Any = checking("PTE22", Found(message="m", fix=FIX, ports=subject.ports[1:], despite_backends=True))
    assert [each.codes for each in judge(subject, [cause, follows])] == [("PTE14",), ("PTE22",)]
