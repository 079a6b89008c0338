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


LOW = "The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi. "
DISK = 'Container web exceeded its local ephemeral storage limit "1Gi". '
CACHE = 'Usage of EmptyDir volume "cache" exceeds the limit "512Mi". '


@pytest.mark.parametrize(
    ("reason", "message", "told", "advice"),
    [
        pytest.param("Evicted", "", "Evicted", "give the pods requests and limits for it", id="evicted"),
        pytest.param("Evicted", LOW, "Evicted, its node ran short of memory", "requests", id="node-pressure"),
        pytest.param(
            "Evicted",
            "The node had condition: [DiskPressure]. ",
            "Evicted, its node had condition DiskPressure",
            "requests",
            id="not-admitted-under-pressure",
        ),
        pytest.param(
            "Evicted",
            DISK,
            "Evicted, container web exceeds its ephemeral-storage limit 1Gi",
            "raise that limit",
            id="storage-of-a-container",
        ),
        pytest.param(
            "Evicted",
            "Pod ephemeral local storage usage exceeds the total limit of containers 2Gi. ",
            "Evicted, it exceeds its ephemeral-storage limits 2Gi",
            "raise that limit",
            id="storage-of-a-pod",
        ),
        pytest.param(
            "Evicted",
            CACHE,
            "Evicted, emptyDir volume cache exceeds its sizeLimit 512Mi",
            "raise that limit",
            id="empty-dir",
        ),
        pytest.param(
            "Preempting",
            "Preempted in order to admit critical pod",
            "Preempting, a critical pod took its place on the node",
            "a higher priority",
            id="preempted",
        ),
        pytest.param(
            "Terminated", "", "Terminated, its node was shut down", "new pods on another node", id="shut-down"
        ),
        pytest.param(
            "NodeAffinity",
            "Pod was rejected: Predicate NodeAffinity failed",
            "NodeAffinity, its node lacks the labels it asks for",
            "label the node again",
            id="affinity",
        ),
        pytest.param(
            "OutOfcpu",
            "Pod was rejected: Node didn't have enough resource: cpu",
            "OutOfcpu, its node had not enough cpu left",
            "only the scheduler binds pods",
            id="no-room",
        ),
        pytest.param(
            "DeadlineExceeded",
            "Pod was active on the node longer than the specified deadline",
            "DeadlineExceeded, it ran longer than activeDeadlineSeconds",
            "take activeDeadlineSeconds out",
            id="deadline",
        ),
        pytest.param(
            "UnexpectedAdmissionError", "no devices", "UnexpectedAdmissionError", "device or resource", id="devices"
        ),
        pytest.param("", "", "Failed", "restart the workload", id="no-reason"),
    ],
)
def test_the_kubelets_reasons_are_told_from_failed(reason: str, message: str, told: str, advice: str) -> None:
    subject = traced(service(), pod(name="x", phase="Failed", status={"reason": reason, "message": message}))
    (issue,) = found(check, subject)
    assert issue.message == f"the only pod has ended: {told}"
    assert advice in issue.fix.text
    assert issue.fix.command == "kubectl describe pod x -n shop"
    assert [line for line in issue.evidence if line.startswith("reported: ")] == (
        [f"reported: {message.strip()}"] if message else []
    )
