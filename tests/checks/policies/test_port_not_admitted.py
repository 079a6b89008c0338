import pytest

from kubectl_porttrace.checks.policies.port_not_admitted import port_not_admitted as check
from kubectl_porttrace.findings import ObjectReference
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict
from tests.build import container, found, in_files, judged, pod, policy, port, service, template, traced, workload

WEB = service({"port": 80, "targetPort": 8080})
SERVING = container(port(8080, "http"))
NOBODY = policy("default-deny", podSelector={}, policyTypes=["Ingress"])
OTHER = policy(ingress=[{"ports": [{"port": 9090}]}])


def behind(*objects: object, **fields: object) -> TracedService:
    return traced(WEB, pod(SERVING), *objects, **fields)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(), id="no-policy"),
        pytest.param(behind(policy(podSelector={"matchLabels": {"app": "db"}}, ingress=[])), id="of-other-pods"),
        pytest.param(behind(policy(policyTypes=["Egress"])), id="egress-alone"),
        pytest.param(behind(NOBODY, policy(ingress=[{"ports": [{"port": 8080}]}])), id="admitted-by-number"),
        pytest.param(behind(policy(ingress=[{"ports": [{"port": "http"}]}])), id="admitted-by-name"),
        pytest.param(behind(policy(ingress=[{}])), id="all-is-admitted"),
        pytest.param(
            behind(policy(ingress=[{"from": [{"podSelector": {"matchLabels": {"app": "nobody"}}}]}])),
            id="admitted-for-somebody-who-is-not-there",
        ),
        pytest.param(
            traced(WEB, pod(SERVING, spec={"hostNetwork": True}), NOBODY), id="not-defined-on-the-hosts-network"
        ),
        pytest.param(traced(WEB, pod(SERVING, ready=False), NOBODY), id="pods-that-get-no-traffic-anyway"),
        pytest.param(behind(policy(namespace="other", ingress=[])), id="policy-of-another-namespace"),
        pytest.param(behind(policy(ingress=[{"ports": [{"port": 80}]}])), id="told-by-PTN02"),
        pytest.param(behind(policy(ingress=[{"ports": [{"port": 8080, "protocol": "UDP"}]}])), id="told-by-PTN03"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "object_"),
    [
        pytest.param(behind(NOBODY), "default-deny", id="nothing-admitted"),
        pytest.param(behind(OTHER), "web", id="another-number"),
        pytest.param(behind(NOBODY, OTHER), "web", id="the-policy-that-has-rules"),
        pytest.param(behind(policy(ingress=[{"ports": [{"port": "metrics"}]}])), "web", id="a-name-that-is-not-there"),
        pytest.param(behind(policy("out", egress=[{}])), "out", id="closed-unawares"),
        pytest.param(
            in_files(WEB, workload("Deployment", "web"), template(SERVING), NOBODY), "default-deny", id="in-files"
        ),
    ],
)
def test_fires(subject: TracedService, object_: str) -> None:
    (only,) = found(check, subject)
    assert only.object == ObjectReference(kind="NetworkPolicy", namespace="shop", name=object_)
    assert only.path == "spec.ingress"
    assert judged(subject)["PTN01"].severity == "error"
    assert subject.verdict is Verdict.BROKEN
    assert [backend.network_policy for backend in subject.ports[0].backends] == ["blocked"]


def test_says_what_isolates_and_what_is_admitted() -> None:
    (only,) = found(check, behind(NOBODY, OTHER))
    assert only.message.endswith("is isolated by netpol/default-deny, netpol/web, and no rule admits 8080/TCP")
    assert only.evidence == ("netpol/default-deny admits nothing", "netpol/web admits 9090/TCP")


def test_of_several_pods_some_closed_is_a_warning_and_partial() -> None:
    canary = pod(SERVING, labels={"app": "web", "track": "canary"})
    subject = behind(canary, policy(podSelector={"matchLabels": {"track": "canary"}}, ingress=[]))
    finding = judged(subject)["PTN01"]
    assert (finding.severity, subject.verdict) == ("warning", Verdict.PARTIAL)
    assert "usable backends remain: 80/TCP has 1" in finding.evidence


def test_an_error_of_the_port_is_not_spared_by_a_backend_that_is_closed() -> None:
    """What keeps other pods out is the first cause, and the closed pod is no backend that remains."""
    named = service({"port": 80, "targetPort": "http"})
    lost = pod(container(port(9090, "metrics")))
    open_ = judged(traced(named, pod(SERVING), lost))
    closed = judged(traced(named, pod(SERVING), lost, NOBODY))
    assert [code for code, each in open_.items() if each.severity == "error"] == []
    assert sum(each.severity == "error" for each in closed.values()) == 1
    assert any("PTN01" in each.codes for each in closed.values())


def test_each_number_is_told_by_itself() -> None:
    both = service({"port": 80, "targetPort": 8080, "name": "a"}, {"port": 90, "targetPort": 9090, "name": "b"})
    assert [each.message[-8:] for each in found(check, traced(both, pod(SERVING), NOBODY))] == ["8080/TCP", "9090/TCP"]
