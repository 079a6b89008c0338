from typing import Any

import pytest

from kubectl_porttrace.checks.routes.unused_by_controller import unused_by_controller as check
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import endpoint, endpoint_slice, found, ingress, ingress_class, serious, service, traced_route

NIL: dict[str, Any] = {"ready": None, "serving": None, "terminating": None}


def by(controller: str, **conditions: Any) -> TracedReferrer:
    slice_ = endpoint_slice((EndpointPort(port=8080),), endpoint("10.0.0.9", **conditions))
    shop, klass = ingress(80, ingressClassName="it"), ingress_class("it", controller)
    return traced_route(shop, service(selector={}), slice_, klass, published=False)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(by("nginx.org/ingress-controller"), id="ready"),
        pytest.param(by("k8s.io/ingress-nginx", **NIL), id="without-conditions-for-one-that-takes-it"),
        pytest.param(by("example.com/ingress", **NIL), id="a-controller-that-is-not-known"),
        pytest.param(by("nginx.org/ingress-controller", ready=False), id="ready-for-nobody"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize("controller", ["nginx.org/ingress-controller", "haproxy.org/ingress-controller"])
def test_fires(controller: str) -> None:
    subject = by(controller, **NIL)
    (issue,) = found(check, subject)
    assert issue.path == "spec.rules[0].http.paths[0].backend"
    assert (subject.verdict.word, serious(subject)) == ("broken", {"PTI47": "error"})
