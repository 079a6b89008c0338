import pytest

from kubectl_porttrace.checks.pods.no_pod_ready import no_pod_ready as check
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, pod, port, serious, service, traced

UNKNOWN = {
    "containerStatuses": [{"name": "app", "ready": False, "restartCount": 12, "state": {"running": {}}}],
    "conditions": [
        {
            "type": "Ready",
            "status": "False",
            "reason": "ContainersNotReady",
            "message": "containers with unready status: [app]",
        }
    ],
}
CRASHING = {"containerStatuses": [{"name": "app", "state": {"waiting": {"reason": "CrashLoopBackOff"}}}]}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(), pod(ready=False)), id="one-is-ready"),
        pytest.param(traced(service(), pod(ready=False, status=CRASHING)), id="a-crash-is-told-by-itself"),
        pytest.param(traced(service()), id="no-pods"),
        pytest.param(traced(service(), pod(ready=False, ips=())), id="no-address-is-another-failure"),
        pytest.param(traced(service(), pod(ready=False, phase="Failed")), id="ended"),
        pytest.param(traced(service(), pod(ready=False), pod(terminating=True)), id="one-serves-while-terminating"),
        pytest.param(traced(service(publishNotReadyAddresses=True), pod(ready=False)), id="unready-ones-published"),
        pytest.param(traced(service(selector={}), pod(ready=False)), id="no-selector"),
        pytest.param(traced(service(type="ExternalName", externalName="x.y"), pod(ready=False)), id="external-name"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(ready=False)), id="one"),
        pytest.param(traced(service(), pod(ready=False), pod(ready=False, terminating=True)), id="one-going"),
        pytest.param(traced(headless(), pod(ready=False)), id="headless"),
        pytest.param(traced(headless(), pod(terminating=True)), id="headless-publishes-no-terminating-ones"),
        pytest.param(traced(service(), pod(ready=False), pod(ready=False, ips=())), id="one-without-address"),
        pytest.param(traced(service(), pod(ready=False, metadata={"labels": {"app": "web"}})), id="labels"),
    ],
)
def test_fires(subject: TracedService) -> None:
    (issue,) = found(check, subject)
    assert (issue.path, issue.ports) == ('status.conditions[?(@.type=="Ready")]', subject.ports)
    assert serious(subject) == {"PTP07": "error"}


def test_evidence_says_why_by_workload() -> None:
    owner = ("StatefulSet", "web")
    pods = [pod(name=f"w-{n}", ready=False, owner=owner, status=UNKNOWN) for n in range(2)]
    (issue,) = found(check, traced(service(), *pods))
    told = "container app runs but is not ready, 12 restarts"
    assert issue.evidence == (f"2 pods of StatefulSet/web (w-0, w-1): {told}",)
    assert issue.object is not None
    assert (issue.object.kind, issue.object.name) == ("Pod", "w-0")


def test_hides_nothing_about_ports() -> None:
    unready = pod(container(port(8080, "http")), ready=False)
    subject = traced(service({"name": "a", "port": 80, "targetPort": "http"}, {"name": "b", "port": 81}), unready)
    assert [entry.index for entry in found(check, subject)[0].ports] == [0, 1]


@pytest.mark.parametrize(
    ("pods", "message"),
    [
        pytest.param([pod(ready=False)], "the only selected pod is not ready", id="one"),
        pytest.param(
            [pod(ready=False), pod(ready=False)],
            "none of the 2 selected pods is ready",
            id="two",
        ),
    ],
)
def test_counts_the_pods(pods: list[Pod], message: str) -> None:
    assert found(check, traced(service(), *pods))[0].message == message


def test_the_reason_stands_in_the_headline_where_all_have_the_same() -> None:
    runs = {"containerStatuses": [{"name": "app", "state": {"running": {}}}]}
    waits = {"containerStatuses": [{"name": "app", "state": {"waiting": {"reason": "ContainerCreating"}}}]}
    (issue,) = found(check, traced(service(), pod(ready=False, status=runs), pod(ready=False, status=runs)))
    assert issue.message == "none of the 2 selected pods is ready: container app runs but is not ready"
    (issue,) = found(check, traced(service(), pod(ready=False, status=runs), pod(ready=False, status=waits)))
    assert issue.message == "none of the 2 selected pods is ready"
