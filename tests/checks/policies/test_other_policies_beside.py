import pytest

from kubectl_porttrace.checks.policies.other_policies_beside import other_policies_beside as check
from kubectl_porttrace.model.meta import KubernetesObject, ObjectMeta
from kubectl_porttrace.model.other_policies import AdminNetworkPolicy, CiliumNetworkPolicy
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict
from tests.build import forbidden, found, judged, pod, policy, service, traced

NOBODY = policy(ingress=[])
ADMIN = AdminNetworkPolicy(metadata=ObjectMeta(name="monitoring"))


def cilium(namespace: str) -> CiliumNetworkPolicy:
    return CiliumNetworkPolicy(metadata=ObjectMeta(name="web", namespace=namespace))


def behind(*others: KubernetesObject, **fields: object) -> TracedService:
    return traced(service(), pod(), *others, **fields)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(NOBODY), id="no-others"),
        pytest.param(behind(ADMIN), id="nothing-closed"),
        pytest.param(behind(ADMIN, policy(ingress=[{}])), id="admitted-anyway"),
        pytest.param(behind(NOBODY, cilium("other")), id="of-another-namespace"),
        pytest.param(traced(service(), pod(spec={"hostNetwork": True}), NOBODY, ADMIN), id="on-the-hosts-network"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "named"),
    [
        pytest.param(behind(NOBODY, ADMIN), "AdminNetworkPolicy/monitoring", id="of-the-cluster"),
        pytest.param(behind(NOBODY, cilium("shop")), "CiliumNetworkPolicy/web", id="of-the-namespace"),
        pytest.param(
            behind(NOBODY, unread=[forbidden("ciliumnetworkpolicies")]), "CiliumNetworkPolicy", id="not-readable"
        ),
    ],
)
def test_fires_and_nothing_is_called_closed(subject: TracedService, named: str) -> None:
    (only,) = found(check, subject)
    assert only.message == f"netpol/web admits nobody to 80/TCP, and {named} may"
    assert [backend.network_policy for backend in subject.ports[0].backends] == ["unknown"]
    assert subject.verdict is Verdict.WIRED
    assert judged(subject)["PTN13"].severity == "note"
    assert "PTN01" not in judged(subject)
