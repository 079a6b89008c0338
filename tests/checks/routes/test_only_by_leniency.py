import pytest

from kubectl_porttrace.checks.routes.only_by_leniency import only_by_leniency as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import found, ingress, ingress_class, pod, serious, service, traced_route

HTTP = {"name": "http", "port": 80, "targetPort": 8080}


def by(controller: str, port: int) -> TracedReferrer:
    return traced_route(ingress(port, ingressClassName="it"), service(HTTP), pod(), ingress_class("it", controller))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(by("k8s.io/ingress-nginx", 80), id="the-port-itself"),
        pytest.param(by("k8s.io/ingress-nginx", 7), id="no-port-at-all"),
        pytest.param(by("traefik.io/ingress-controller", 8080), id="a-controller-that-is-strict"),
        pytest.param(traced_route(ingress(8080), service(HTTP), pod()), id="a-controller-that-is-not-known"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    subject = by("k8s.io/ingress-nginx", 8080)
    (issue,) = found(check, subject)
    assert issue.path == "spec.rules[0].http.paths[0].backend.service.port.number"
    assert issue.fix.command is not None
    assert '"path":"/spec/rules/0/http/paths/0/backend/service/port","value":{"number":80}' in issue.fix.command
    assert (subject.verdict.word, serious(subject)) == ("wired", {"PTI32": "warning"})
