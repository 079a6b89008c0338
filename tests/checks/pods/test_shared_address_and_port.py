from typing import Any

import pytest

from kubectl_porttrace.checks.pods.shared_address_and_port import shared_address_and_port as check
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, judged, pod, port, service, traced

HTTP = {"name": "http", "port": 80, "targetPort": "http"}


def on_host(name: str, **fields: Any) -> Pod:
    return pod(name=name, **{"ips": ["172.18.0.2"], "spec": {"hostNetwork": True}, **fields})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(), pod()), id="two-addresses"),
        pytest.param(traced(service(), on_host("a"), on_host("b", terminating=True)), id="one-is-being-deleted"),
        pytest.param(traced(service(), on_host("a"), on_host("b", phase="Failed")), id="one-has-ended"),
        pytest.param(traced(headless(), on_host("a"), on_host("b")), id="headless"),
        pytest.param(
            traced(
                service(HTTP),
                pod(container(port(80, "http")), ips=["172.18.0.2"]),
                pod(container(port(81, "http")), ips=["172.18.0.2"]),
            ),
            id="two-numbers",
        ),
        pytest.param(traced(service(HTTP), on_host("a"), on_host("b")), id="name-not-found"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "evidence"),
    [
        pytest.param(traced(service(), on_host("a"), on_host("b")), ("172.18.0.2:80, node node-0: a, b",), id="ipv4"),
        pytest.param(
            traced(service(ipFamilies=["IPv6"]), on_host("a", ips=["fd00::2"]), on_host("b", ips=["fd00::2"])),
            ("[fd00::2]:80, node node-0: a, b",),
            id="ipv6",
        ),
        pytest.param(
            traced(service({"name": "a", "port": 80}, {"name": "b", "port": 81}), on_host("a"), on_host("b")),
            ("172.18.0.2:80, node node-0: a, b", "172.18.0.2:81, node node-0: a, b"),
            id="two-ports",
        ),
    ],
)
def test_fires(subject: TracedService, evidence: tuple[str, ...]) -> None:
    (issue,) = found(check, subject)
    assert (issue.path, issue.evidence, issue.ports) == ("spec.hostNetwork", evidence, subject.ports)
    assert judged(subject)["PTP18"].severity == "warning"
