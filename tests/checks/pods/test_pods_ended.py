import pytest

from kubectl_porttrace.checks.pods.pods_ended import pods_ended as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, headless, pod, serious, service, traced


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(), pod(phase="Succeeded")), id="one-still-runs"),
        pytest.param(traced(service()), id="no-pods"),
        pytest.param(traced(service(selector={}), pod(phase="Failed")), id="no-selector"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(phase="Succeeded", owner=("Job", "web"))), id="one"),
        pytest.param(
            traced(service(), *(pod(phase=phase, owner=("Job", "web")) for phase in ("Succeeded", "Failed"))), id="two"
        ),
        pytest.param(traced(headless(), pod(phase="Failed", owner=("Job", "web"), ips=())), id="headless"),
    ],
)
def test_fires(subject: TracedService) -> None:
    (issue,) = found(check, subject)
    assert (issue.path, issue.ports) == ("status.phase", subject.ports)
    assert issue.object is not None
    assert (issue.object.kind, issue.object.name) == ("Pod", subject.pods[0].name if subject.pods else "")
    assert serious(subject) == {"PTP05": "error"}


def test_evidence_gives_the_reason() -> None:
    evicted = pod(name="web-x", phase="Failed", owner=("ReplicaSet", "web"), status={"reason": "Evicted"})
    assert found(check, traced(service(), evicted))[0].evidence == ("1 pod of ReplicaSet/web (web-x): Failed, Evicted",)


def test_evidence_says_what_keeps_a_pod_that_is_being_deleted() -> None:
    kept = pod(name="x", phase="Succeeded", terminating=True, metadata={"finalizers": ["example.com/guard"]})
    (line,) = found(check, traced(service(), kept))[0].evidence
    assert line == "Pod/x: Succeeded, being deleted, kept by finalizer example.com/guard"


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        pytest.param("Evicted", "give the pods requests for what the node ran short of", id="evicted"),
        pytest.param("Preempting", "a higher priority", id="preempted"),
        pytest.param("Terminated", "the node was shut down", id="shut-down"),
        pytest.param("NodeAffinity", "no longer has the labels", id="affinity"),
        pytest.param("OutOfcpu", "the node had no room left", id="no-room"),
    ],
)
def test_the_kubelets_reasons_are_told_from_failed(reason: str, advice: str) -> None:
    subject = traced(service(), pod(name="x", phase="Failed", status={"reason": reason}))
    (issue,) = found(check, subject)
    assert issue.message == f"the only selected pod has ended: {reason}"
    assert advice in issue.fix.text
    assert issue.fix.command == "kubectl describe pod x -n shop"
