import pytest

from kubectl_porttrace.checks.routes.health_port_of_aws import health_port_of_aws as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import container, found, ingress, ingress_class, judged, pod, port, service, traced_route

NAMED = {"name": "http", "port": 80, "targetPort": "web"}
NUMBERED = {"name": "http", "port": 80, "targetPort": 8080}
PREFIX = "alb.ingress.kubernetes.io"


def of_aws(
    health: str = "http",
    target: str = "ip",
    *,
    named: dict[str, object] = NAMED,
    controller: str = "ingress.k8s.aws/alb",
    of_service: dict[str, str] | None = None,
) -> TracedReferrer:
    """An Ingress of AWS with a port for health checks and a target type, to a Service."""
    annotations = {f"{PREFIX}/healthcheck-port": health, f"{PREFIX}/target-type": target}
    shop = ingress(80, ingressClassName="alb", metadata={"annotations": annotations})
    backing = pod(container(port(8080, "web")))
    return traced_route(shop, service(named, annotations=of_service), backing, ingress_class("alb", controller))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(of_aws("8080"), id="a-number"),
        pytest.param(of_aws("traffic-port"), id="the-port-of-the-traffic"),
        pytest.param(of_aws(target="instance"), id="node-ports"),
        pytest.param(of_aws(target=""), id="nothing-says-the-target-type"),
        pytest.param(of_aws(named=NUMBERED), id="a-target-port-that-is-a-number"),
        pytest.param(of_aws("admin"), id="another-name"),
        pytest.param(of_aws(""), id="empty"),
        pytest.param(of_aws(controller="k8s.io/ingress-nginx"), id="another-controller"),
        pytest.param(of_aws(of_service={f"{PREFIX}/healthcheck-port": "8080"}), id="the-service-says-otherwise"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(of_aws(), id="of-the-ingress"),
        pytest.param(of_aws("8080", of_service={f"{PREFIX}/healthcheck-port": "http"}), id="of-the-service"),
        pytest.param(of_aws(controller="eks.amazonaws.com/alb"), id="of-eks"),
    ],
)
def test_fires(subject: TracedReferrer) -> None:
    (issue,) = found(check, subject)
    assert issue.path == "spec.rules[0].http.paths[0].backend"
    assert judged(subject)[check.code].severity == "error"
