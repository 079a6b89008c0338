from typing import Any

import pytest

from kubectl_porttrace.checks.routes.traefik_port_missing import traefik_port_missing as check
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import custom, found, judged, pod, serious, service, traced_route

HTTP = {"name": "http", "port": 80, "targetPort": 8080}


def route(port: int | str | None, kind: str = "IngressRoute", **fields: Any) -> KubernetesObject:
    backend = {"name": "web", **({} if port is None else {"port": port}), **fields}
    return custom(kind, {"routes": [{"match": "Host(`a.example`) && PathPrefix(`/b`)", "services": [backend]}]})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(route(80), service(HTTP), pod()), id="number"),
        pytest.param(traced_route(route("http"), service(HTTP), pod()), id="name"),
        pytest.param(traced_route(route(81), service(type="ExternalName", externalName="a.b")), id="external-name"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []
    assert serious(subject) == {}


@pytest.mark.parametrize("kind", ["IngressRoute", "IngressRouteTCP", "IngressRouteUDP"])
@pytest.mark.parametrize(
    ("port", "said"),
    [
        pytest.param(
            8080, "8080 is the targetPort of port http 80/TCP; a backend names 80", id="the-number-of-the-pods"
        ),
        pytest.param(
            "80",
            '"80" is written as a name, and is the number of port http 80/TCP (targetPort 8080); a backend names 80 or '
            "http",
            id="a-number-as-text-is-a-name",
        ),
    ],
)
def test_fires(port: int | str, said: str, kind: str) -> None:
    subject = traced_route(route(port, kind), service(HTTP), pod())
    (issue,) = found(check, subject)
    assert (issue.path, issue.evidence) == ("spec.routes[0].services[0].port", (said,))
    assert issue.fix.command is not None
    assert '"path":"/spec/routes/0/services/0/port","value":80' in issue.fix.command
    assert f"kubectl patch {kind.lower()}s.traefik.io shop -n shop" in issue.fix.command
    assert (subject.verdict.word, serious(subject)) == ("broken", {"PTI43": "error"})


def test_without_a_port_there_is_none() -> None:
    (issue,) = found(check, traced_route(route(None), service(HTTP), pod()))
    assert issue.path == "spec.routes[0].services[0]"


def test_a_service_of_another_namespace_is_a_note() -> None:
    subject = traced_route(route(80, namespace="data"), service(HTTP, namespace="data"))
    (issue,) = found(check, subject)
    assert (issue.path, issue.severity) == ("spec.routes[0].services[0].namespace", "note")
    assert judged(subject)["PTI43"].severity == "note"


def test_a_traefik_service_names_services_too() -> None:
    spec = {"weighted": {"services": [{"name": "web", "port": 80}, {"name": "web", "port": 8080, "weight": 0}]}}
    (issue,) = found(check, traced_route(custom("TraefikService", spec), service(HTTP), pod()))
    assert (issue.path, issue.severity) == ("spec.weighted.services[1].port", "warning")
