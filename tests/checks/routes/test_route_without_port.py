from typing import Any

import pytest

from kubectl_porttrace.checks.routes.route_without_port import route_without_port as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import custom, found, pod, serious, service, traced_route

HTTP = {"name": "http", "port": 80, "targetPort": 8080}
METRICS = {"name": "metrics", "port": 9090}
DNS = {"name": "dns", "port": 53, "protocol": "UDP"}


def traced(*ports: dict[str, Any], **spec: Any) -> TracedReferrer:
    return traced_route(
        custom("Route", {"to": {"kind": "Service", "name": "web"}, **spec}), service(*ports), pod(), pod(name="web-1")
    )


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(HTTP), id="one-port"),
        pytest.param(traced(HTTP, DNS), id="the-other-speaks-udp"),
        pytest.param(traced(HTTP, METRICS, port={"targetPort": "http"}), id="named"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []
    assert serious(subject) == {}


def test_fires() -> None:
    subject = traced(HTTP, METRICS)
    (issue,) = found(check, subject)
    assert (issue.path, [each.spec.name for each in issue.ports]) == ("spec.to", ["http", "metrics"])
    assert serious(subject) == {"PTI42": "warning"}
