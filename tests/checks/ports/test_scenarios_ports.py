"""Whole Services, judged by all checks together: one root cause for a failure, nothing for a healthy one."""

import pytest

from kubectl_porttrace.trace.service import TracedService
from tests.build import container, headless, judged, pod, port, problems, service, sidecar, traced

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
DNS = {"name": "dns", "port": 53, "targetPort": "dns", "protocol": "UDP"}
DNS_TCP = {"name": "dns-tcp", "port": 53, "targetPort": "dns-tcp"}
APP = container(port(8080, "http"), spec={"readinessProbe": {"httpGet": {"port": "http"}}})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(HTTP), pod(APP), pod(APP)), id="named"),
        pytest.param(traced(service({"port": 80, "targetPort": 8080}), pod(APP)), id="numbered"),
        pytest.param(traced(service({"port": 80, "targetPort": 8080}), pod()), id="undeclared"),
        pytest.param(
            traced(service(DNS, DNS_TCP), pod(container(port(53, "dns", "UDP"), port(53, "dns-tcp")))), id="dns"
        ),
        pytest.param(
            traced(
                service({"name": "t", "port": 443}, {"name": "u", "port": 443, "protocol": "UDP"}),
                pod(container(port(443, "https"))),
            ),
            id="http3",
        ),
        pytest.param(traced(service(HTTP), pod(APP, init=[sidecar(port(15000, "proxy"))])), id="sidecar"),
        pytest.param(traced(headless({"name": "http", "port": 8080, "targetPort": "http"}), pod(APP)), id="headless"),
        pytest.param(
            traced(service(type="ExternalName", externalName="shop.example.com", selector={}, ports=[])), id="external"
        ),
    ],
)
def test_a_healthy_service_has_no_problem(subject: TracedService) -> None:
    assert problems(subject) == []


@pytest.mark.parametrize(
    ("subject", "codes"),
    [
        pytest.param(traced(service(HTTP), pod()), ["PTR01"], id="name-nowhere"),
        pytest.param(traced(service(HTTP), pod(container(port(8080, "http", "UDP")))), ["PTR03"], id="protocol"),
        pytest.param(traced(service(HTTP), pod(init=[container(port(8080, "http"))])), ["PTR04"], id="init"),
        pytest.param(traced(service(HTTP), pod(container(port(8080, "htpp")))), ["PTR05"], id="misspelt"),
        pytest.param(traced(service(HTTP), pod(container(port(80, "htpp")))), ["PTR06"], id="number-before-spelling"),
        pytest.param(
            traced(service(HTTP), pod(container(port(80, "htpp"), port(8080, "http", "UDP")))),
            ["PTR03"],
            id="protocol-before-number",
        ),
        pytest.param(traced(service(HTTP), pod(APP), pod()), ["PTR02"], id="on-some-pods"),
        pytest.param(
            traced(service(HTTP, {"name": "m", "port": 9090, "targetPort": "metrics"}), pod(APP)),
            ["PTR01"],
            id="one-port-of-two",
        ),
    ],
)
def test_a_failure_has_one_root_cause(subject: TracedService, codes: list[str]) -> None:
    assert [issue.code for issue in problems(subject)] == codes


def test_pods_that_are_not_ready_come_before_their_port_names() -> None:
    roots = [issue.code for issue in problems(traced(service(HTTP), pod(ready=False)))]
    assert roots == ["PTP07"]


def test_each_unresolved_port_is_a_failure_of_its_own() -> None:
    subject = traced(service(HTTP, {"name": "grpc", "port": 90, "targetPort": "grpc"}), pod())
    assert [{port.index for port in issue.ports} for issue in problems(subject)] == [{0}, {1}]
    assert set(judged(subject)) == {"PTR01"}
