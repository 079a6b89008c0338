import pytest

from kubectl_porttrace.checks.pods.template_no_longer_matches import template_no_longer_matches as check
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.service import TracedService
from tests.build import forbidden, found, pod, serious, service, traced, workload

OLD = {"app": "web", "tier": "a"}
NEW = {"app": "web", "tier": "b"}
OWNED = {"ownerReferences": [{"kind": "Deployment", "name": "web", "controller": True}]}


def made(kind: str, name: str, labels: dict[str, str], replicas: int = 2) -> Workload:
    return workload(kind, name, spec={"replicas": replicas, "template": {"metadata": {"labels": labels}, "spec": {}}})


def of(kind: str, name: str, labels: dict[str, str] | None = None) -> Pod:
    return pod(labels=labels or OLD, owner=(kind, name))


DEPLOYMENT = (made("Deployment", "web", NEW), of("ReplicaSet", "web-1"))
REPLICA_SET = workload("ReplicaSet", "web-1", metadata={**OWNED, "labels": OLD})
NEVER_HAD_IT = workload("ReplicaSet", "web-1", metadata={**OWNED, "labels": NEW})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(
            traced(service(selector=OLD), made("Deployment", "web", OLD), REPLICA_SET, DEPLOYMENT[1]), id="same-labels"
        ),
        pytest.param(
            traced(
                service(selector=OLD),
                DEPLOYMENT[1],
                made("Deployment", "web", {"app": "web"}),
                workload("ReplicaSet", "web-1", metadata={**OWNED, "labels": {"app": "web"}}),
            ),
            id="label-put-on-the-running-pod",
        ),
        pytest.param(traced(service(selector=OLD), *DEPLOYMENT), id="replica-set-unknown"),
        pytest.param(
            traced(
                service(selector=OLD), *DEPLOYMENT, workload("ReplicaSet", "web-1", metadata={**OWNED, "labels": NEW})
            ),
            id="replica-set-never-had-it",
        ),
        pytest.param(
            traced(service(selector=OLD), of("StatefulSet", "db"), made("StatefulSet", "db", NEW, 1)),
            id="one-pod-of-a-stateful-set-may-be-its-leader",
        ),
        pytest.param(
            traced(
                service(selector=OLD),
                made("StatefulSet", "db", NEW, 3),
                *(of("StatefulSet", "db", labels) for labels in (OLD, OLD, NEW)),
            ),
            id="not-all-pods-of-a-stateful-set",
        ),
        pytest.param(
            traced(
                service(selector=OLD),
                made("StatefulSet", "db", {"app": "web"}),
                *(of("StatefulSet", "db") for _ in range(2)),
            ),
            id="label-that-the-template-does-not-have-at-all",
        ),
        pytest.param(
            traced(service(selector=OLD), made("DaemonSet", "db", NEW), *(of("DaemonSet", "db") for _ in range(2))),
            id="daemon-set-tells-nothing-of-its-older-template",
        ),
        pytest.param(traced(service(selector=OLD), pod(labels=OLD)), id="bare-pod"),
        pytest.param(
            traced(service(selector=OLD), of("StatefulSet", "db"), workload("StatefulSet", "db")), id="unknown"
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        pytest.param(traced(service(selector=OLD), *DEPLOYMENT, REPLICA_SET), "Deployment/web", id="value-changed"),
        pytest.param(
            traced(service(selector=OLD), DEPLOYMENT[1], made("Deployment", "web", {"app": "web"}), REPLICA_SET),
            "Deployment/web",
            id="label-dropped",
        ),
        pytest.param(
            traced(service(selector=OLD), made("StatefulSet", "db", NEW), *(of("StatefulSet", "db") for _ in range(2))),
            "StatefulSet/db",
            id="stateful-set",
        ),
    ],
)
def test_fires(subject: TracedService, title: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == "spec.template.metadata.labels"
    assert issue.object is not None
    assert f"{issue.object.kind}/{issue.object.name}" == title
    assert serious(subject) == {"PTP17": "warning"}


def test_is_not_decided_where_workloads_were_not_read() -> None:
    subject = traced(service(selector=OLD), *DEPLOYMENT, REPLICA_SET, unread=[forbidden("replicasets")])
    assert serious(subject) == {}
