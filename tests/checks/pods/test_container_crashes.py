from datetime import timedelta
from typing import Any

import pytest

from kubectl_porttrace.checks.pods.container_crashes import container_crashes as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import NOW, container, found, pod, serious, service, workload
from tests.checks.pods.held import about_pod, behind, crashing, ended, held, running, serving, waiting


def revision_metadata(number: int, deployment: str) -> dict[str, Any]:
    """Metadata of a ReplicaSet of a Deployment."""
    owner = {"kind": "Deployment", "name": deployment, "controller": True}
    return {"annotations": {"deployment.kubernetes.io/revision": str(number)}, "ownerReferences": [owner]}


LIMITED = {"resources": {"limits": {"memory": "128Mi"}}}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(pod(name="web-0")), id="ready"),
        pytest.param(behind(held(waiting("ErrImagePull", "not found"))), id="image"),
        pytest.param(behind(held(running(restartCount=3, lastState=ended(1, seconds=3600)))), id="restarted-long-ago"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "message", "path"),
    [
        pytest.param(
            behind(held(crashing(1))),
            "no pod is ready: container web exits with code 1 (17 restarts)",
            "spec.template.spec.containers[0]",
            id="exit-code",
        ),
        pytest.param(
            behind(held(crashing(137, "OOMKilled"), container(name="web", spec=LIMITED))),
            "no pod is ready: container web runs out of memory and is killed (OOMKilled, limit 128Mi) (17 restarts)",
            "spec.template.spec.containers[0]",
            id="out-of-memory",
        ),
        pytest.param(
            behind(held(crashing(139))),
            "no pod is ready: container web exits with code 139 (SIGSEGV) (17 restarts)",
            "spec.template.spec.containers[0]",
            id="signal",
        ),
        pytest.param(
            behind(held(crashing(0, "Completed", restarts=1))),
            "no pod is ready: container web exits with code 0 (it ends by itself) (1 restart)",
            "spec.template.spec.containers[0]",
            id="ends-by-itself",
        ),
        pytest.param(
            behind(held(running(restartCount=4, lastState=ended(1)))),
            "no pod is ready: container web exits with code 1 (4 restarts)",
            "spec.template.spec.containers[0]",
            id="running-between-two-ends",
        ),
        pytest.param(
            behind(
                held(crashing(137)),
                events=(
                    about_pod(
                        "Unhealthy", "Liveness probe failed: HTTP probe failed with statuscode: 500", container="web"
                    ),
                ),
            ),
            "no pod is ready: container web is restarted by its liveness probe: HTTP 500 (17 restarts)",
            "spec.template.spec.containers[0]",
            id="liveness",
        ),
    ],
)
def test_fires(subject: TracedService, message: str, path: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.message, issue.path) == (message, path)
    assert serious(subject) == {"PTP21": issue.severity}


def test_the_next_step_is_the_log_of_the_container_that_ended() -> None:
    (issue,) = found(check, behind(held(crashing(1))))
    assert issue.fix.command == "kubectl logs web-0 -n shop -c web --previous"


def test_one_finding_for_each_cause() -> None:
    subject = behind(held(crashing(1)), held(crashing(1), name="web-1"), held(crashing(127), name="web-2"))
    assert [issue.message for issue in found(check, subject)] == [
        "2 of 3 pods are not ready: container web exits with code 1 (17 restarts)",
        "1 of 3 pods is not ready: container web exits with code 127 (a command is not found) (17 restarts)",
    ]
    assert found(check, subject)[0].evidence[0] == "2 pods of StatefulSet/web, such as web-0"


def test_a_ready_pod_makes_it_a_warning() -> None:
    assert serious(behind(held(crashing(1)), serving("web-1"))) == {"PTP21": "warning"}


def test_a_run_that_ended_and_was_not_started_anew_has_its_log_without_previous() -> None:
    (issue,) = found(check, behind(held({"name": "web", "ready": False, "state": ended(1)})))
    assert issue.fix.command == "kubectl logs web-0 -n shop -c web"


def test_the_revision_is_named_where_only_its_pods_are_held() -> None:
    rollout = [
        workload("ReplicaSet", f"web-{name}", metadata=revision_metadata(number, "web"))
        for name, number in (("new", 3), ("old", 2))
    ]
    new = [held(crashing(1), name=f"web-new-{n}", owner=("ReplicaSet", "web-new")) for n in range(2)]
    old = pod(name="web-old-0", owner=("ReplicaSet", "web-old"))
    (issue,) = found(check, behind(workload("Deployment", "web"), *rollout, *new, old))
    assert issue.message == "2 of 3 pods (revision 3) are not ready: container web exits with code 1 (17 restarts)"


def test_once_it_ran_for_longer_than_before_the_last_end_is_over() -> None:
    last = ended(1, seconds=500, startedAt=NOW - timedelta(seconds=520))
    assert found(check, behind(held(running(400, restartCount=4, lastState=last)))) == []


def test_a_service_that_an_init_container_could_not_reach_is_named() -> None:
    init = {"name": "migrate", "command": ["nc", "-z", "db", "5432"]}
    status = {"initContainerStatuses": [{**crashing(1), "name": "migrate"}]}
    starting = pod(name="web-0", ready=False, spec={"initContainers": [init]}, status=status)
    database = pod(name="db-0", labels={"app": "db"}, ready=False)
    named = service(name="db", selector={"app": "db"})
    (issue,) = found(check, behind(starting, named, database, complete_namespaces=frozenset({"shop"})))
    assert issue.message == "no pod is ready: init container migrate exits with code 1 (17 restarts)"
    assert "it names Service db, which has no ready pod" in issue.evidence
