from typing import Any

import msgspec
import pytest

from kubectl_porttrace.checks.policies.mesh_port_of_service import mesh_port_of_service as check
from kubectl_porttrace.model.mesh_policies import AuthorizationPolicy, LinkerdServer, PeerAuthentication
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, port, service, traced

WEB = {"app": "web"}


def written(model: type[Any], spec: dict[str, Any], namespace: str = "shop") -> Any:
    return msgspec.convert({"metadata": {"name": "own", "namespace": namespace}, "spec": spec}, model)


def allowing(*ports: str, labels: dict[str, str] | None = None, namespace: str = "shop") -> KubernetesObject:
    rules = [{"to": [{"operation": {"methods": ["GET"]}}, {"operation": {"ports": list(ports)}}]}]
    selector = {"matchLabels": WEB if labels is None else labels}
    spec = {"selector": selector, "rules": rules}
    return written(AuthorizationPolicy, spec, namespace)  # type: ignore[no-any-return]


def speaking(*ports: int) -> KubernetesObject:
    modes = {str(port): {"mode": "DISABLE"} for port in ports}
    spec = {"selector": {"matchLabels": WEB}, "portLevelMtls": modes}
    return written(PeerAuthentication, spec)  # type: ignore[no-any-return]


def serving(port: int | str, **labels: str) -> KubernetesObject:
    spec = {"podSelector": {"matchLabels": labels or WEB}, "port": port}
    return written(LinkerdServer, spec)  # type: ignore[no-any-return]


PORT = {"port": 80, "targetPort": 8080}
DECLARING = container(port(8080, "http"))


def behind(*policies: KubernetesObject) -> TracedService:
    return traced(service(PORT), pod(DECLARING), *policies)


NO_SELECTOR = written(AuthorizationPolicy, {"rules": [{"to": [{"operation": {"ports": ["80"]}}]}]})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(), id="no-policy"),
        pytest.param(behind(allowing("8080")), id="istio-the-port-of-the-pods"),
        pytest.param(behind(allowing("80", "8080")), id="istio-both"),
        pytest.param(behind(allowing("9999")), id="a-port-of-nobody"),
        pytest.param(behind(allowing("80", labels={"app": "api"})), id="other-pods"),
        pytest.param(behind(allowing("80", labels={})), id="more-pods-than-these"),
        pytest.param(behind(NO_SELECTOR), id="all-pods"),
        pytest.param(behind(allowing("80", namespace="other")), id="another-namespace"),
        pytest.param(behind(allowing("http")), id="istio-knows-no-names"),
        pytest.param(behind(speaking(8080)), id="tls-of-the-port-of-the-pods"),
        pytest.param(behind(speaking(80, 8080)), id="tls-of-both"),
        pytest.param(behind(serving(8080)), id="linkerd-the-port-of-the-pods"),
        pytest.param(behind(serving("http")), id="linkerd-a-name-of-the-pods"),
        pytest.param(behind(serving("web", app="api")), id="linkerd-other-pods"),
        pytest.param(traced(service(), pod(), allowing("80")), id="the-same-number"),
        pytest.param(
            traced(service(PORT), pod(container(port(8080), port(80))), allowing("80")),
            id="the-pods-declare-both",
        ),
        pytest.param(traced(service(PORT), allowing("80")), id="no-pods"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "kind"),
    [
        pytest.param(
            behind(allowing("80")), "spec.rules[0].to[1].operation.ports[0]", "AuthorizationPolicy", id="istio"
        ),
        pytest.param(behind(speaking(80)), "spec.portLevelMtls", "PeerAuthentication", id="istio-tls"),
        pytest.param(behind(serving(80)), "spec.port", "Server", id="linkerd"),
        pytest.param(behind(serving("web")), "spec.port", "Server", id="linkerd-name"),
        pytest.param(
            traced(service(PORT), pod(labels={**WEB, "tier": "a"}), serving(80, app="web", tier="a")),
            "spec.port",
            "Server",
            id="about-fewer-pods-than-these",
        ),
    ],
)
def test_fires(subject: TracedService, path: str, kind: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert issue.object is not None
    assert (issue.object.kind, issue.object.name) == (kind, "own")
    assert judged(subject)[check.code].severity == "warning"


def test_names_the_number_that_is_meant() -> None:
    (issue,) = found(check, behind(allowing("80")))
    assert issue.fix.text == "write 8080 in place of 80"
