from typing import Any

import pytest

from kubectl_porttrace.checks.practice.unusual_number import service_port_not_the_registered_one as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, headless, pod, service, traced


def on(number: int, name: str, **fields: Any) -> dict[str, Any]:
    return {"name": name, "port": number, **fields}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(on(80, "http"))), id="registered"),
        pytest.param(traced(service(on(80, "http", targetPort=8080))), id="registered-at-the-service"),
        pytest.param(traced(service(on(8080, "web"))), id="another-name"),
        pytest.param(traced(service(on(8080, "http-admin"))), id="a-further-port"),
        pytest.param(traced(service(on(9200, "http"))), id="a-number-of-a-product"),
        pytest.param(traced(service(on(80, "web"), on(8080, "http"))), id="another-port-has-it"),
        pytest.param(traced(service({"port": 8080})), id="no-name"),
        pytest.param(traced(service(on(8080, "x", appProtocol="kubernetes.io/h2c"))), id="a-protocol-of-its-own"),
        pytest.param(traced(headless(on(8080, "http")), pod()), id="headless"),
        pytest.param(traced(service(on(8080, "http"), type="ExternalName", externalName="a.example")), id="external"),
        pytest.param(traced(service(on(8080, "http"), selector={})), id="no-selector"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("given", "number"),
    [
        pytest.param(on(8080, "http"), 80, id="http"),
        pytest.param(on(8443, "https"), 443, id="https"),
        pytest.param(on(5433, "postgres"), 5432, id="postgres"),
        pytest.param(on(5353, "dns", protocol="UDP"), 53, id="dns"),
        pytest.param(on(8443, "x", appProtocol="HTTPS"), 443, id="by-app-protocol"),
        pytest.param(on(5433, "x", appProtocol="postgresql"), 5432, id="postgresql"),
    ],
)
def test_fires(given: dict[str, Any], number: int) -> None:
    (issue,) = found(check, traced(service({"name": "a", "port": 7}, given)))
    assert (issue.path, [each.index for each in issue.ports]) == ("spec.ports[1].port", [1])
    assert issue.message.endswith(f"clients that are given no number dial {number}")
    assert issue.fix.text.startswith(f"add a port {number} with targetPort {given['port']} ")


def test_the_number_of_another_protocol_does_not_count() -> None:
    subject = traced(service(on(53, "a", protocol="TCP"), on(5353, "dns", protocol="UDP")))
    assert len(found(check, subject)) == 1
