from typing import Any

import pytest

from kubectl_porttrace.checks.policies.cilium_ignores_pod_addresses import cilium_ignores_pod_addresses as check
from kubectl_porttrace.model.enforcers import CiliumNode
from kubectl_porttrace.model.meta import KubernetesObject, ObjectMeta
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, judged, pod, policy, service, traced

CILIUM = CiliumNode(metadata=ObjectMeta(name="node-0"))
PODS = {"ipBlock": {"cidr": "10.244.0.0/16"}}
EVERYBODY = {"ipBlock": {"cidr": "0.0.0.0/0"}}


def behind(*peers: dict[str, Any], there: KubernetesObject = CILIUM, more: Any = ()) -> TracedService:
    rules = [{"from": list(peers)}, *more]
    return traced(service(), pod(ips=["10.244.0.1"]), policy(ingress=rules), there)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(PODS, there=pod(name="other")), id="another-plugin"),
        pytest.param(behind(PODS, {"podSelector": {}}), id="labels-too"),
        pytest.param(behind(PODS, more=[{"from": [{"namespaceSelector": {}}]}]), id="another-rule"),
        pytest.param(behind(), id="everybody"),
        pytest.param(behind({"ipBlock": {"cidr": "192.0.2.0/24"}}), id="addresses-outside"),
        pytest.param(traced(service(), pod(), CILIUM), id="no-policy"),
        pytest.param(traced(service(), pod(), policy(ingress=[]), CILIUM), id="closed-anyway"),
        pytest.param(
            traced(service(), pod(spec={"hostNetwork": True}), policy(ingress=[{"from": [PODS]}]), CILIUM),
            id="on-a-node",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize("block", [PODS, EVERYBODY])
def test_fires(block: dict[str, Any]) -> None:
    subject = behind(block)
    (only,) = found(check, subject)
    assert only.path == "spec.ingress[0].from"
    assert (judged(subject)["PTN15"].severity, judged(subject)["PTN15"].certainty) == ("warning", "likely")
