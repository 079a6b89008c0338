from typing import Any

import pytest

from kubectl_porttrace.checks.traffic.node_port_above_static_band import node_port_above_static_band as check
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, judged, pod, service, traced

KEY = 'k:{"port":80,"protocol":"TCP"}'
CHOSEN: dict[str, Any] = {KEY: {"f:port": {}, "f:nodePort": {}}}
GIVEN: dict[str, Any] = {".": {}, KEY: {"f:port": {}}}


def open_at(number: int, ports: dict[str, Any]) -> Service:
    entry = {"manager": "helm", "operation": "Update", "fieldsV1": {"f:spec": {"f:ports": ports, "f:type": {}}}}
    return service({"port": 80, "nodePort": number}, type="NodePort", metadata={"managedFields": [entry]})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(open_at(31000, GIVEN), pod()), id="the-api-server-chose"),
        pytest.param(traced(open_at(30085, CHOSEN), pod()), id="in-the-static-band"),
        pytest.param(traced(open_at(33000, CHOSEN), pod()), id="in-another-range"),
        pytest.param(
            traced(open_at(31000, {KEY.replace("TCP", "UDP"): {"f:nodePort": {}}}), pod()), id="of-another-protocol"
        ),
        pytest.param(traced(service({"port": 80, "nodePort": 31000}, type="NodePort"), pod()), id="not-known"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize("number", [30086, 32767])
def test_fires(number: int) -> None:
    subject = traced(open_at(number, CHOSEN), pod())
    (issue,) = found(check, subject)
    assert issue.path == "spec.ports[0].nodePort"
    assert str(number) in issue.message
    assert "helm" in issue.evidence[0]
    assert judged(subject)["PTK20"].severity == "note"
