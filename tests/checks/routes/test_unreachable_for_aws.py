from typing import Any

import pytest

from kubectl_porttrace.checks.routes.unreachable_for_aws import unreachable_for_aws as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import found, ingress, ingress_class, judged, pod, service, traced_route

TARGET = "alb.ingress.kubernetes.io/target-type"
ACTION = "alb.ingress.kubernetes.io/actions.moved"


def of_aws(
    port: int | str = 80,
    *,
    controller: str = "ingress.k8s.aws/alb",
    to: str = "web",
    of_service: dict[str, str] | None = None,
    type_: str = "ClusterIP",
    **annotations: str,
) -> TracedReferrer:
    """An Ingress of AWS to a Service, with these annotations by their last word."""
    written = {f"alb.ingress.kubernetes.io/{key.replace('_', '-')}": value for key, value in annotations.items()}
    shop = ingress(port, to=to, ingressClassName="alb", metadata={"annotations": written})
    more: Any = {"annotations": of_service or {}, "type": type_}
    return traced_route(shop, service(**more), pod(), ingress_class("alb", controller))


def by_annotation() -> TracedReferrer:
    """An Ingress whose class is in the annotation."""
    metadata = {"annotations": {"kubernetes.io/ingress.class": "alb", TARGET: "instance"}}
    return traced_route(ingress(metadata=metadata), service(), pod())


def acting(**metadata: Any) -> TracedReferrer:
    """An Ingress whose backend stands for an action."""
    shop = ingress("use-annotation", to="moved", ingressClassName="alb", metadata=metadata)
    return traced_route(shop, service(), pod(), ingress_class("alb", "ingress.k8s.aws/alb"))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(of_aws(), id="nothing-says-the-target-type"),
        pytest.param(of_aws(target_type="ip"), id="pods"),
        pytest.param(of_aws(target_type="instance", type_="NodePort"), id="a-node-port"),
        pytest.param(of_aws(target_type="instance", of_service={TARGET: "ip"}), id="the-service-says-otherwise"),
        pytest.param(of_aws(target_type="instance", controller="k8s.io/ingress-nginx"), id="another-controller"),
        pytest.param(of_aws(target_type="instance", to="gone"), id="no-service"),
        pytest.param(acting(annotations={ACTION: "{}"}), id="an-action-that-is-written"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(of_aws(target_type="instance"), id="of-the-ingress"),
        pytest.param(of_aws(of_service={TARGET: "instance"}, target_type="ip"), id="of-the-service"),
        pytest.param(of_aws(target_type="instance", controller="eks.amazonaws.com/alb"), id="of-eks"),
        pytest.param(by_annotation(), id="class-by-annotation"),
        pytest.param(acting(), id="an-action-that-is-not"),
        pytest.param(acting(annotations={ACTION + "-permanently": "{}"}), id="another-action"),
    ],
)
def test_fires(subject: TracedReferrer) -> None:
    (issue,) = found(check, subject)
    assert issue.path == "spec.rules[0].http.paths[0].backend"
    assert judged(subject)[check.code].severity == "error"
