from typing import Any

import pytest

from kubectl_porttrace.checks.policies.name_of_sidecar_alone import name_of_sidecar_alone as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, policy, port, service, sidecar, traced

WEB = service({"port": 80, "targetPort": 8080})
PROXIED = pod(container(port(9000)), init=[sidecar(port(8080, "http"))])


def behind(*ports: dict[str, Any], serving: Any = PROXIED) -> TracedService:
    return traced(WEB, serving, policy(ingress=[{"ports": list(ports)}]))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(WEB, PROXIED), id="no-policy"),
        pytest.param(behind({"port": "http"}, {"port": 8080}), id="the-number-too"),
        pytest.param(behind({"port": "https"}), id="a-name-nobody-has"),
        pytest.param(behind({"port": "http", "protocol": "UDP"}), id="another-protocol"),
        pytest.param(behind({"port": "http"}, serving=pod(container(port(8080, "http")))), id="a-regular-container"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    subject = behind({"port": 443}, {"port": "http"})
    (only,) = found(check, subject)
    assert only.path == "spec.ingress[0].ports[1].port"
    assert only.fix.command is not None
    assert '"port":8080' in only.fix.command.replace(" ", "")
    assert judged(subject)["PTN05"].severity == "note"
    assert [each.network_policy for each in subject.ports[0].backends] == ["unknown"]
