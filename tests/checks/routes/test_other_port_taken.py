from typing import Any

import pytest

from kubectl_porttrace.checks.routes.other_port_taken import other_port_taken as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import found, ingress, ingress_class, pod, serious, service, traced_route

A, B = {"name": "a", "port": 80, "targetPort": 8080}, {"name": "b", "port": 8080, "targetPort": 9090}


def by(controller: str, *ports: dict[str, Any]) -> TracedReferrer:
    return traced_route(ingress(8080, ingressClassName="it"), service(*ports), pod(), ingress_class("it", controller))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(by("k8s.io/ingress-nginx", B, A), id="the-right-one-comes-first"),
        pytest.param(by("k8s.io/ingress-nginx", A), id="the-only-one"),
        pytest.param(by("traefik.io/ingress-controller", A, B), id="a-controller-that-is-strict"),
        pytest.param(traced_route(ingress(8080), service(A, B), pod()), id="a-controller-that-is-not-known"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    subject = by("k8s.io/ingress-nginx", A, B)
    (issue,) = found(check, subject)
    assert issue.path == "spec.rules[0].http.paths[0].backend.service.port.number"
    assert issue.fix.command is not None
    assert '"value":{"name":"b"}' in issue.fix.command
    assert (subject.verdict.word, serious(subject)) == ("broken", {"PTI33": "error"})


def test_a_port_without_a_name_is_given_one_first() -> None:
    (issue,) = found(check, by("haproxy-ingress.github.io/controller", {"port": 8080, "targetPort": 9090}, A))
    assert issue.fix.command is None
