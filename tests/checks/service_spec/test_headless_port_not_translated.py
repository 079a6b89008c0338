import pytest

from kubectl_porttrace.checks.service_spec.headless_port_not_translated import headless_port_not_translated as check
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.trace.service import TracedService
from tests.build import (
    container,
    endpoint,
    endpoint_slice,
    endpoints,
    forbidden,
    found,
    headless,
    in_files,
    judged,
    pod,
    port,
    service,
    subset,
    template,
    traced,
)

SHIFTED = {"port": 80, "targetPort": 8080}
NAMED = {"name": "http", "port": 80, "targetPort": "http"}
UNREAD = [forbidden("endpointslices"), forbidden("endpoints")]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(SHIFTED), pod()), id="a-proxy-translates"),
        pytest.param(traced(headless({"port": 8080}), pod()), id="the-same-number"),
        pytest.param(
            traced(headless(NAMED), pod(container(port(80, "http"))), pod(container(port(8080, "http")))),
            id="the-same-number-on-one-pod",
        ),
        pytest.param(traced(headless(SHIFTED)), id="no-pods-is-another-failure"),
        pytest.param(traced(headless(NAMED), pod()), id="unresolved-is-another-failure"),
        pytest.param(traced(headless(SHIFTED), pod(), published=False), id="slices-that-were-read-decide"),
        pytest.param(traced(headless(ports=[]), pod()), id="no-ports"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(headless(SHIFTED), pod()), id="a-number"),
        pytest.param(traced(headless(NAMED), pod(container(port(8080, "http")))), id="a-name"),
        pytest.param(
            traced(headless(NAMED), pod(container(port(81, "http"))), pod(container(port(82, "http")))),
            id="a-name-with-two-numbers",
        ),
        pytest.param(
            traced(headless(selector={}), endpoint_slice([EndpointPort(port=81)], endpoint("10.1.1.1"))),
            id="hand-made-slices",
        ),
        pytest.param(traced(headless(SHIFTED), pod(), unread=UNREAD), id="slices-not-read"),
        pytest.param(traced(headless(SHIFTED), pod(), unread=UNREAD[:1]), id="slices-not-read-and-no-endpoints"),
        pytest.param(in_files(headless(SHIFTED), template()), id="in-files"),
    ],
)
def test_fires(subject: TracedService) -> None:
    assert [seen.path for seen in found(check, subject)] == ["spec.ports[0].port"]
    assert judged(subject)["PTS07"].severity == "warning"


def test_endpoints_tell_it_where_neither_slices_nor_pods_may_be_read() -> None:
    asked = headless({"port": 80}, selector={})
    unread = [forbidden("endpointslices"), forbidden("pods")]
    subject = traced(asked, endpoints(subset(EndpointPort(port=8080), "10.0.0.1")), unread=unread)
    assert len(found(check, subject)) == 1
