"""Templates that stand for pods, where there are only manifests."""

from typing import Any

import pytest

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import POD_NAME
from kubectl_porttrace.model.workload_pods import JOB_NAMES
from kubectl_porttrace.read.files.templates import MOST_REPLICAS
from tests.read.files.written import RECORDED, SERVICE, of, read

LABELS = {"app": "web"}
TEMPLATE = {
    "metadata": {"labels": LABELS},
    "spec": {"containers": [{"name": "web", "ports": [{"containerPort": 8080}]}]},
}


def workload(kind: str, name: str = "web", owner: tuple[str, str] | None = None, **spec: Any) -> dict[str, Any]:
    made = of(kind, name, spec={"template": TEMPLATE, **spec})
    made["apiVersion"] = {"Job": "batch/v1", "CronJob": "batch/v1", "ReplicationController": "v1"}.get(kind, "apps/v1")
    return _owned(made, owner)


def live(name: str, owner: tuple[str, str] | None = None) -> dict[str, Any]:
    return _owned(of("Pod", name, metadata={"labels": LABELS}, status={"phase": "Running"}), owner)


def _owned(made: dict[str, Any], owner: tuple[str, str] | None) -> dict[str, Any]:
    if owner is not None:
        made["metadata"]["ownerReferences"] = [{"kind": owner[0], "name": owner[1], "controller": True}]
    return made


def told(*objects: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(pod.template_of, pod.name) for pod in read(SERVICE, *objects).pods]


@pytest.mark.parametrize(
    "kind", ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job"]
)
def test_the_template_of_a_workload_is_a_pod(kind: str) -> None:
    (pod,) = read(workload(kind), namespace="shop").pods
    assert (pod.template_of, pod.namespace) == (f"{kind}/web", "shop")
    assert pod.labels.items() >= LABELS.items()
    assert pod.spec.containers[0].ports[0].container_port == 8080


def test_the_template_of_a_CronJob_is_one_level_deeper() -> None:  # noqa: N802
    (pod,) = read(workload("CronJob", template=None, jobTemplate={"spec": {"template": TEMPLATE}})).pods
    assert (pod.template_of, pod.labels) == ("CronJob/web", LABELS)


def test_a_Job_labels_its_pods() -> None:  # noqa: N802
    (pod,) = read(workload("Job")).pods
    assert pod.labels == {**LABELS, **dict.fromkeys(JOB_NAMES, "web")}


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param([of("Pod")], [("Pod/web", "web")], id="a-pod-is-its-own-template"),
        pytest.param([live("web-1")], [(None, "web-1")], id="a-live-pod-is-a-pod"),
        pytest.param(
            [workload("Deployment"), live("other")], [(None, "other"), ("Deployment/web", "web")], id="a-live-stranger"
        ),
        pytest.param(
            [workload("DaemonSet"), live("web-1", ("DaemonSet", "web"))], [(None, "web-1")], id="live-pods-instead"
        ),
        pytest.param(
            [
                workload("Deployment"),
                workload("ReplicaSet", "web-7c6", ("Deployment", "web")),
                live("web-7c6-1", ("ReplicaSet", "web-7c6")),
                live("web-7c6-2", ("ReplicaSet", "web-7c6")),
            ],
            [(None, "web-7c6-1"), (None, "web-7c6-2")],
            id="live-pods-of-a-ReplicaSet",
        ),
        pytest.param(
            [workload("Deployment"), workload("ReplicaSet", "web-7c6", ("Deployment", "web"))],
            [("Deployment/web", "web")],
            id="a-Deployment-speaks-for-its-ReplicaSet",
        ),
        pytest.param(
            [
                workload("ReplicaSet", "web-7c6", ("Deployment", "web"), replicas=2),
                workload("ReplicaSet", "web-5f8", ("Deployment", "web"), replicas=0),
            ],
            [("ReplicaSet/web-7c6", "web-7c6")],
            id="a-past-revision-makes-no-pods",
        ),
        pytest.param([workload("Deployment", replicas=0)], [("Deployment/web", "web")], id="scaled-to-nothing-by-hand"),
        pytest.param([workload("Deployment", template=None)], [], id="without-a-template"),
        pytest.param([workload("StatefulSet", replicas=3)], [("StatefulSet/web", "web")], id="one-for-all-replicas"),
    ],
)
def test_what_stands_for_pods(objects: list[dict[str, Any]], expected: list[tuple[str | None, str]]) -> None:
    assert told(*objects) == expected


def chosen(name: str) -> dict[str, Any]:
    return of("Service", f"only-{name}", spec={"selector": {**LABELS, POD_NAME: name}, "ports": [{"port": 80}]})


def test_each_pod_of_a_StatefulSet_where_one_is_selected_by_name() -> None:  # noqa: N802
    snapshot = read(SERVICE, chosen("web-1"), workload("StatefulSet", replicas=2))
    assert [pod.name for pod in snapshot.pods] == ["web-0", "web-1"]
    assert [pod.template_of for pod in snapshot.pods] == ["StatefulSet/web"] * 2
    assert [pod.name for pod in snapshot.pods_of(snapshot.services[1])] == ["web-1"]


@pytest.mark.parametrize("name", ["web-2", "api-0"])
def test_a_pod_no_StatefulSet_makes_is_not_made_up(name: str) -> None:  # noqa: N802
    assert told(chosen(name), workload("StatefulSet", replicas=2)) == [("StatefulSet/web", "web")]


def test_a_StatefulSet_has_one_replica_unless_it_says_more() -> None:  # noqa: N802
    assert told(chosen("web-0"), workload("StatefulSet")) == [("StatefulSet/web", "web-0")]


def test_a_StatefulSet_of_thousands_is_not_drawn_in_full() -> None:  # noqa: N802
    assert len(told(chosen("web-0"), workload("StatefulSet", replicas=10_000_000))) == MOST_REPLICAS


def test_in_a_recording_there_are_pods_and_no_templates() -> None:
    assert read(SERVICE, RECORDED, workload("Deployment")).pods == ()
    (pod,) = read(SERVICE, RECORDED, of("Pod")).pods
    assert isinstance(pod, Pod)
    assert not pod.is_template
