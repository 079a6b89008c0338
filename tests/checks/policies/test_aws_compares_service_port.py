import msgspec
import pytest

from kubectl_porttrace.checks.policies.aws_compares_service_port import aws_compares_service_port as check
from kubectl_porttrace.model.enforcers import PolicyEndpoint
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, judged, pod, policy, port, service, traced

WEB = service({"port": 80, "targetPort": 8080})
SERVING = pod(container(port(8080)))


def made_for(name: str, namespace: str = "shop") -> PolicyEndpoint:
    owner = {"kind": "NetworkPolicy", "name": name, "controller": True}
    metadata = {"name": f"{name}-x7k2p", "namespace": namespace, "ownerReferences": [owner]}
    return msgspec.convert({"metadata": metadata}, PolicyEndpoint)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(WEB, SERVING, policy(ingress=[{}])), id="another-plugin"),
        pytest.param(traced(WEB, SERVING, made_for("web")), id="no-policy"),
        pytest.param(traced(WEB, SERVING, policy(ingress=[{}]), made_for("other")), id="of-another-policy"),
        pytest.param(traced(WEB, SERVING, policy(ingress=[{}]), made_for("web", "other")), id="of-another-namespace"),
        pytest.param(traced(service({"port": 80}), pod(), policy(ingress=[{}]), made_for("web")), id="equal"),
        pytest.param(
            traced(headless({"port": 80, "targetPort": 8080}), SERVING, policy(ingress=[{}]), made_for("web")),
            id="nothing-is-translated",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    subject = traced(WEB, SERVING, policy(ingress=[{}]), made_for("web"))
    (only,) = found(check, subject)
    assert only.path == "spec.ports[0].port"
    assert "8080/TCP" in only.message
    assert (judged(subject)["PTN14"].severity, judged(subject)["PTN14"].certainty) == ("warning", "likely")
