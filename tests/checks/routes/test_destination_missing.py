from typing import Any

import pytest

from kubectl_porttrace.checks.routes.destination_missing import destination_missing as check
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import custom, found, pod, serious, service, traced_route

HTTP = {"name": "http", "port": 80, "targetPort": 8080}
METRICS = {"name": "metrics", "port": 9090}


def virtual(host: str = "web", port: int | None = None, **spec: Any) -> KubernetesObject:
    destination = {"host": host, **({"port": {"number": port}} if port else {})}
    return custom(
        "VirtualService", {"hosts": ["a.example"], "http": [{"route": [{"destination": destination}]}], **spec}
    )


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(virtual(port=80), service(HTTP), pod()), id="its-number"),
        pytest.param(traced_route(virtual(), service(HTTP), pod()), id="the-only-port"),
        pytest.param(
            traced_route(virtual(), service(HTTP, METRICS), pod()), id="a-sidecar-knows-which-port-was-called"
        ),
        pytest.param(
            traced_route(virtual(gateways=["mesh"]), service(HTTP, METRICS), pod()), id="the-mesh-named-as-such"
        ),
        pytest.param(
            traced_route(virtual("web.shop.svc.cluster.local", 80), service(HTTP), pod()), id="the-whole-name"
        ),
        pytest.param(traced_route(virtual("api.example.com", 443), service(HTTP)), id="a-host-outside"),
        pytest.param(traced_route(virtual("web.shop.svc.cluster.example", 443), service(HTTP)), id="another-domain"),
        pytest.param(traced_route(virtual("web.data", 80), service(HTTP)), id="no-such-service-anywhere"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []
    assert serious(subject) == {}


@pytest.mark.parametrize("port", [8080, 9090])
def test_a_port_that_is_none(port: int) -> None:
    subject = traced_route(virtual(port=port), service(HTTP), pod())
    (issue,) = found(check, subject)
    assert issue.path == "spec.http[0].route[0].destination.port.number"
    assert (issue.fix.command is not None) == (port == 8080)
    assert (subject.verdict.word, serious(subject)) == ("broken", {"PTI44": "error"})


def test_no_port_of_several_behind_a_gateway() -> None:
    subject = traced_route(virtual(gateways=["edge"]), service(HTTP, METRICS), pod())
    (issue,) = found(check, subject)
    assert issue.path == "spec.http[0].route[0].destination"
    assert (subject.verdict.word, serious(subject)) == ("unknown", {"PTI44": "warning"})


@pytest.mark.parametrize("host", ["web.shop", "web.shop.svc", "web.shop.svc.cluster"])
def test_half_a_name(host: str) -> None:
    subject = traced_route(virtual(host, 80), service(HTTP), pod())
    (issue,) = found(check, subject)
    assert issue.path == "spec.http[0].route[0].destination.host"
    assert issue.fix.command is not None
    assert '"value":"web.shop.svc.cluster.local"' in issue.fix.command
    assert serious(subject) == {"PTI44": "warning"}


def test_a_mirror_is_a_warning() -> None:
    http = [{"route": [{"destination": {"host": "web"}}], "mirror": {"host": "web", "port": {"number": 8080}}}]
    subject = traced_route(virtual(http=http), service(HTTP), pod())
    (issue,) = found(check, subject)
    assert (issue.path, issue.severity) == ("spec.http[0].mirror.port.number", "warning")
    assert subject.verdict.word == "wired"
