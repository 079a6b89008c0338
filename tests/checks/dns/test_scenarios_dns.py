"""Whole headless Services before all checks."""

from typing import Any

import pytest

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, endpoint, endpoint_slice, forbidden, headless, pod, port, problems, traced

HTTP = {"name": "http", "port": 8080, "targetPort": "http"}


def web_pod(**fields: Any) -> Pod:
    return pod(container(port(8080, "http")), owner=("StatefulSet", "web"), **fields)


@pytest.mark.parametrize(
    ("subject", "codes"),
    [
        pytest.param(traced(headless(HTTP), web_pod()), [], id="healthy"),
        pytest.param(traced(headless(ports=[]), web_pod()), [], id="healthy-without-ports"),
        pytest.param(traced(headless(HTTP)), ["PTP01"], id="no-pods"),
        pytest.param(traced(headless(ports=[])), ["PTP01"], id="no-pods-no-ports"),
        pytest.param(traced(headless(HTTP), web_pod(ready=False)), ["PTP07"], id="none-ready"),
        pytest.param(traced(headless(ports=[]), web_pod(ready=False)), ["PTP07"], id="none-ready-no-ports"),
        pytest.param(traced(headless(HTTP), web_pod(phase="Succeeded")), ["PTP05"], id="all-ended"),
        pytest.param(traced(headless(HTTP), web_pod(ips=[])), ["PTP06"], id="no-addresses"),
        pytest.param(
            traced(
                headless(HTTP),
                endpoint_slice((), endpoint("10.1.1.1", ready=False)),
                published=False,
                unread=[forbidden("pods")],
            ),
            ["PTD01"],
            id="pods-not-readable",
        ),
    ],
)
def test_each_failure_has_one_root_cause(subject: TracedService, codes: list[str]) -> None:
    assert [issue.code for issue in problems(subject)] == codes
