"""Whole Services under policy Local and with two families before all checks."""

from typing import Any

import pytest

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, in_files, node, pod, port, problems, service, template, traced

NODES = (node("node-0"), node("node-1"))
LOCAL: dict[str, Any] = {"internalTrafficPolicy": "Local"}
OUTSIDE: dict[str, Any] = {"type": "NodePort", "externalTrafficPolicy": "Local"}
BOTH: dict[str, Any] = {"ipFamilies": ["IPv4", "IPv6"]}


def web_pod(where: str = "node-0", **fields: Any) -> Pod:
    return pod(container(port(80)), node=where, owner=("DaemonSet", "web"), **fields)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(**LOCAL), web_pod(), web_pod("node-1"), *NODES), id="daemon-set"),
        pytest.param(traced(service(**OUTSIDE), web_pod(), web_pod("node-1"), *NODES), id="on-every-node"),
        pytest.param(traced(service(**BOTH), web_pod(ips=["10.1.1.1", "fd00::1"])), id="dual-stack"),
        pytest.param(in_files(service(**LOCAL, **BOTH), template(container(port(80)))), id="in-files"),
    ],
)
def test_a_healthy_service_has_nothing_wrong(subject: TracedService) -> None:
    assert problems(subject) == []


@pytest.mark.parametrize(
    ("subject", "codes"),
    [
        pytest.param(traced(service(**LOCAL), web_pod(), *NODES), ["PTK01"], id="internal-policy"),
        pytest.param(traced(service(**OUTSIDE), web_pod(), *NODES), ["PTK02"], id="external-policy"),
        pytest.param(traced(service(**OUTSIDE, **LOCAL), web_pod(), *NODES), ["PTK01", "PTK02"], id="both-policies"),
        pytest.param(traced(service(**BOTH), web_pod(ips=["10.1.1.1"])), ["PTP10"], id="single-stack-pods"),
        pytest.param(traced(service(**LOCAL), web_pod(ready=False), *NODES), ["PTP07"], id="none-ready"),
        pytest.param(traced(service(**LOCAL, **BOTH), *NODES), ["PTP01"], id="no-pods"),
    ],
)
def test_each_failure_has_one_root_cause(subject: TracedService, codes: list[str]) -> None:
    assert sorted(issue.code for issue in problems(subject)) == codes
