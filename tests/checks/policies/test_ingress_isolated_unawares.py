import pytest

from kubectl_porttrace.checks.policies.ingress_isolated_unawares import ingress_isolated_unawares as check
from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.network_policy import NetworkPolicy
from tests.build import found, judged, manifests, pod, policy, policy_in_files, service


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(policy(egress=[{}], policyTypes=["Egress"]), id="says-its-types"),
        pytest.param(policy(egress=[{}], policyTypes=["Ingress", "Egress"]), id="says-both"),
        pytest.param(policy(egress=[{}], ingress=[{}]), id="has-ingress-rules"),
        pytest.param(policy(), id="no-egress-rules"),
        pytest.param(policy(egress=[]), id="empty-egress-rules"),
    ],
)
def test_stays_silent(written: NetworkPolicy) -> None:
    assert found(check, policy_in_files(written)) == []


def test_fires() -> None:
    subject = policy_in_files(policy("out", egress=[{}]))
    (only,) = found(check, subject)
    assert only.path == "spec.policyTypes"
    assert (only.fix.command, "spec.policyTypes: [Egress]" in only.fix.text) == (None, True)
    assert judged(subject)["PTN06"].severity == "warning"


def test_goes_below_the_port_that_it_closes() -> None:
    report = diagnose(manifests(service(), pod(), policy("out", egress=[{}])))
    (only,) = (each for each in report.findings if each.severity != "note")
    assert only.code == "PTN01"
    assert [each.code for each in only.consequences] == ["PTN06"]


def test_stands_alone_where_no_service_is_concerned() -> None:
    report = diagnose(manifests(policy("out", egress=[{}])))
    assert [(each.code, each.subject.kind, each.subject.name) for each in report.findings] == [
        ("PTN06", "NetworkPolicy", "out")
    ]
