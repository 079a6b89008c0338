from typing import Any

import pytest

from kubectl_porttrace.checks.routes.used_by_controller_alone import used_by_controller_alone as check
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import endpoint, endpoint_slice, found, ingress, ingress_class, judged, service, traced_route

MIRRORED: dict[str, Any] = {"ready": False, "serving": None, "terminating": None}


def by(controller: str, **conditions: Any) -> TracedReferrer:
    slice_ = endpoint_slice((EndpointPort(port=8080),), endpoint("10.0.0.9", **conditions))
    shop, klass = ingress(80, ingressClassName="it"), ingress_class("it", controller)
    return traced_route(shop, service(selector={}), slice_, klass, published=False)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(by("traefik.io/ingress-controller"), id="ready-for-all"),
        pytest.param(by("k8s.io/ingress-nginx", **MIRRORED), id="ready-for-nobody"),
        pytest.param(by("example.com/ingress", **MIRRORED), id="a-controller-that-is-not-known"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


def test_v52_fires() -> None:
    subject = by("traefik.io/ingress-controller", **MIRRORED)
    (issue,) = found(check, subject)
    assert issue.path == "spec.rules[0].http.paths[0].backend"
    assert (subject.verdict.word, judged(subject)["PTI48"].severity) == ("wired", "note")
