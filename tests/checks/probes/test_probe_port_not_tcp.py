import pytest

from kubectl_porttrace.checks.probes.probe_port_not_tcp import probe_port_not_tcp as check
from kubectl_porttrace.model.container import Container
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, port, service, traced


def probed(written: int | str, protocol: str = "UDP", handler: str = "httpGet") -> Container:
    return container(port(80, "dns", protocol), spec={"readinessProbe": {handler: {"port": written}}})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(probed("dns", "TCP"))), id="tcp"),
        pytest.param(traced(service(), pod(probed(80))), id="a-number-has-no-protocol"),
        pytest.param(traced(service(), pod(probed("web"))), id="no-such-name-is-another-failure"),
        pytest.param(traced(service(), pod()), id="no-probe"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("protocol", "handler"),
    [pytest.param("UDP", "httpGet", id="udp"), pytest.param("SCTP", "tcpSocket", id="sctp")],
)
def test_fires(protocol: str, handler: str) -> None:
    subject = traced(service(), pod(probed("dns", protocol, handler)))
    (issue,) = found(check, subject)
    assert (issue.path, issue.ports) == (f"spec.containers[0].readinessProbe.{handler}.port", ())
    assert protocol in issue.message
    assert judged(subject)["PTB05"].severity == "warning"
