"""Whole Services before all checks: the healthy ones have nothing wrong, the others one root cause for each failure."""

from datetime import timedelta
from typing import Any

import pytest

from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.meta import LAST_APPLIED
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import SERVICE_PROXY_NAME
from kubectl_porttrace.trace.service import TracedService
from tests.build import (
    NOW,
    container,
    endpoint,
    endpoint_slice,
    forbidden,
    headless,
    in_files,
    judged,
    node,
    pod,
    port,
    problems,
    service,
    template,
    traced,
)

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
DNS = ({"name": "dns", "port": 53}, {"name": "dns-udp", "port": 53, "protocol": "UDP"})
UNREAD = [forbidden("pods"), forbidden("endpointslices"), forbidden("endpoints"), forbidden("nodes")]


def web_pod(*containers: Any, **fields: Any) -> Pod:
    return pod(*(containers or (container(port(8080, "http")),)), owner=("StatefulSet", "web"), **fields)


HEALTHY = [
    pytest.param(traced(service(HTTP), web_pod(), web_pod()), id="two-pods"),
    pytest.param(in_files(service(HTTP), template(container(port(8080, "http")))), id="in-files"),
    pytest.param(in_files(service(HTTP)), id="in-files-without-a-workload"),
    pytest.param(traced(service(HTTP), web_pod(), unread=UNREAD), id="nothing-else-readable"),
    pytest.param(traced(service({"port": 80, "targetPort": 9000}), web_pod(container())), id="undeclared-number"),
    pytest.param(traced(service(*DNS), web_pod(container(port(53), port(53, protocol="UDP")))), id="tcp-and-udp"),
    pytest.param(traced(headless({"name": "http", "port": 8080}), web_pod()), id="headless"),
    pytest.param(traced(headless(ports=[]), web_pod()), id="headless-without-ports"),
    pytest.param(traced(headless(publishNotReadyAddresses=True), web_pod(ready=False)), id="headless-peers"),
    pytest.param(traced(service(type="ExternalName", externalName="x.example", ports=[], selector={})), id="alias"),
    pytest.param(
        traced(service(HTTP, selector={}), endpoint_slice([EndpointPort(name="http", port=81)], endpoint("10.1.1.1"))),
        id="hand-made-slice",
    ),
    pytest.param(
        traced(
            service({**HTTP, "nodePort": 30080}, type="LoadBalancer", externalTrafficPolicy="Cluster"),
            web_pod(),
            node("node-0"),
            node("node-1"),
        ),
        id="load-balancer",
    ),
    pytest.param(
        traced(
            service({"name": "https", "port": 443}, name="kubernetes", namespace="default", selector={}),
            endpoint_slice(
                [EndpointPort(name="https", port=6443)],
                endpoint("172.18.0.2"),
                service="kubernetes",
                namespace="default",
                name="kubernetes",
            ),
        ),
        id="the-api-server",
    ),
]


@pytest.mark.parametrize("subject", HEALTHY)
def test_a_healthy_service_has_nothing_wrong(subject: TracedService) -> None:
    assert problems(subject) == []
    assert not [code for code in judged(subject) if code[:3] in {"PTS", "PTK", "PTD"}]


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        pytest.param(
            in_files(service({**HTTP, "targetPort": "8080"}), template(container(port(8080)))), "PTS01", id="quoted"
        ),
        pytest.param(
            in_files(service({**HTTP, "targetPort": "a-very-long-port-name"}), template(container(port(8080, "http")))),
            "PTS02",
            id="target-port-too-long",
        ),
        pytest.param(in_files(service(HTTP), template(container(port(8080, "Http")))), "PTS02", id="upper-case-name"),
        pytest.param(
            in_files(service({"port": 80}, {"port": 81}), template(container(port(80), port(81)))),
            "PTS03",
            id="unnamed",
        ),
        pytest.param(
            in_files(service(HTTP, {**HTTP, "port": 81}), template(container(port(8080, "http")))),
            "PTS04",
            id="repeated",
        ),
        pytest.param(
            in_files(service({**HTTP, "nodePort": 30080}), template(container(port(8080, "http")))), "PTS05", id="type"
        ),
        pytest.param(
            traced(
                service(*DNS, annotations={LAST_APPLIED: ""}), web_pod(container(port(53), port(53, protocol="UDP")))
            ),
            "PTS06",
            id="client-side-apply",
        ),
        pytest.param(traced(headless(HTTP), web_pod()), "PTS07", id="headless-shifted"),
        pytest.param(
            traced(service(type="ExternalName", externalName="10.0.0.1", ports=[], selector={})), "PTS10", id="alias"
        ),
        pytest.param(traced(service(HTTP, labels={SERVICE_PROXY_NAME: "x"}), web_pod()), "PTS12", id="hidden"),
        pytest.param(traced(service({"name": "http", "port": 80}), web_pod()), "PTS18", id="default-target-port"),
        pytest.param(
            traced(service({"port": 8080, "targetPort": 80}), web_pod(container(port(8080)))), "PTS19", id="swapped"
        ),
        pytest.param(
            traced(service(HTTP, metadata={"deletionTimestamp": NOW - timedelta(days=1)}), web_pod()),
            "PTS20",
            id="being-deleted",
        ),
        pytest.param(
            traced(service(HTTP, publishNotReadyAddresses=True), web_pod(), web_pod(ready=False)),
            "PTS22",
            id="unready-published",
        ),
    ],
)
def test_a_failure_has_one_root_cause(subject: TracedService, code: str) -> None:
    assert [issue.code for issue in problems(subject)] == [code]


def test_a_template_and_its_service_are_two_objects_to_change() -> None:
    """A name too long on both sides: each object is refused by itself."""
    name = "a-very-long-port-name"
    subject = in_files(
        service({**HTTP, "targetPort": name}),
        template(container(port(8080, name))),
    )
    assert [issue.code for issue in problems(subject)] == ["PTS02", "PTS02"]
