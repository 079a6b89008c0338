from typing import Any

import pytest

from kubectl_porttrace.checks.routes.gce_class_by_name import gce_class_by_name as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import found, ingress, ingress_class, pod, serious, service, traced_route
from tests.build.routes import SERVED


def traced(name: str, *others: Any, status: dict[str, Any] | None = None, **metadata: Any) -> TracedReferrer:
    shop = ingress(ingressClassName=name, status=status or {}, metadata=metadata)
    return traced_route(shop, service(), pod(), *others)


ANNOTATION = {"kubernetes.io/ingress.class": "gce"}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced("nginx"), id="another-class"),
        pytest.param(traced("gce", annotations=ANNOTATION), id="with-the-annotation"),
        pytest.param(traced("gce", ingress_class("gce", "example.com/gce")), id="a-class-of-that-name"),
        pytest.param(traced("gce", status=SERVED), id="served-by-somebody"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize("name", ["gce", "gce-internal"])
def test_v60_fires(name: str) -> None:
    subject = traced(name)
    (issue,) = found(check, subject)
    assert issue.path == "spec.ingressClassName"
    assert serious(subject) == {"PTI49": "warning"}
