import pytest

from kubectl_porttrace.checks.routes.upstream_without_cluster_ip import upstream_without_cluster_ip as check
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import found, headless, ingress, ingress_class, pod, serious, service, traced_route

NGINX = "k8s.io/ingress-nginx"


def by(web: Service, upstream: str = "true", controller: str = NGINX) -> TracedReferrer:
    metadata = {"annotations": {"nginx.ingress.kubernetes.io/service-upstream": upstream}}
    shop = ingress(80, ingressClassName="it", metadata=metadata)
    return traced_route(shop, web, pod(), ingress_class("it", controller))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(by(service()), id="a-cluster-ip"),
        pytest.param(by(headless(), "false"), id="switched-off"),
        pytest.param(by(headless(), controller="traefik.io/ingress-controller"), id="another-controller"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    subject = by(headless())
    (issue,) = found(check, subject)
    assert issue.path == "spec.rules[0].http.paths[0].backend"
    assert serious(subject) == {"PTI37": "error"}
