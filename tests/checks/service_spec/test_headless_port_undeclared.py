import pytest

from kubectl_porttrace.checks.service_spec.headless_port_undeclared import headless_port_undeclared as check
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, endpoint, endpoint_slice, found, headless, judged, pod, port, service, traced

SHIFTED = {"port": 80, "targetPort": 8080}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(SHIFTED), pod()), id="a-proxy-translates"),
        pytest.param(traced(headless(SHIFTED)), id="no-pods"),
        pytest.param(traced(headless(SHIFTED), pod(container(port(8080), port(80)))), id="both-declared"),
        pytest.param(traced(headless(SHIFTED), pod(), pod(container(port(80)))), id="declared-by-one-pod"),
        pytest.param(traced(headless({"port": 80}), pod()), id="the-same-number"),
        pytest.param(
            traced(headless(SHIFTED), pod(), endpoint_slice([EndpointPort(port=8080)], endpoint("10.1.1.1"))),
            id="an-endpoint-is-no-pod",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(headless(SHIFTED), pod(container(port(8080)))), id="declares-the-other"),
        pytest.param(
            traced(headless(SHIFTED), pod(container(port(80, protocol="UDP")))), id="declares-another-protocol"
        ),
    ],
)
def test_fires(subject: TracedService) -> None:
    assert [seen.path for seen in found(check, subject)] == ["spec.ports[0].port"]


def test_is_folded_under_what_is_certain() -> None:
    issues = judged(traced(headless(SHIFTED), pod()))
    assert "PTS08" not in issues
    assert issues["PTS07"].codes == ("PTS07", "PTS08")
