import pytest

from kubectl_porttrace.checks.policies.cilium_sctp_port import cilium_sctp_port as check
from kubectl_porttrace.model.enforcers import CiliumNode
from kubectl_porttrace.model.meta import ObjectMeta
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, judged, pod, port, service, traced

CILIUM = CiliumNode(metadata=ObjectMeta(name="node-0"))
SCTP = {"port": 80, "targetPort": 8080, "protocol": "SCTP"}
SERVING = pod(container(port(8080, protocol="SCTP")))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(SCTP), SERVING), id="another-plugin"),
        pytest.param(traced(service({"port": 80, "targetPort": 8080}), SERVING, CILIUM), id="tcp"),
        pytest.param(traced(service({**SCTP, "targetPort": 80}), SERVING, CILIUM), id="equal"),
        pytest.param(traced(headless(SCTP), SERVING, CILIUM), id="nothing-is-translated"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    subject = traced(service(SCTP), SERVING, CILIUM)
    (only,) = found(check, subject)
    assert only.path == "spec.ports[0].port"
    assert (judged(subject)["PTN22"].severity, judged(subject)["PTN22"].certainty) == ("warning", "likely")
