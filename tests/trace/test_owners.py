from typing import Any

import pytest
from msgspec.structs import replace

from kubectl_porttrace.model.meta import OwnerReference
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.owners import owner_of
from tests.build import LONG_AGO, cluster, pod, service, template, traced, workload

DEPLOYMENT = workload("Deployment", "web")
REPLICA_SET = workload(
    "ReplicaSet",
    "web-7c67",
    metadata={
        "annotations": {"deployment.kubernetes.io/revision": "8"},
        "ownerReferences": [{"kind": "Deployment", "name": "web", "controller": True}],
    },
)
JOB = workload(
    "Job", "nightly-1", metadata={"ownerReferences": [{"kind": "CronJob", "name": "nightly", "controller": True}]}
)
A, B = pod(name="a"), pod(name="b")
OF_REPLICA_SET = pod(owner=("ReplicaSet", "web-7c67"), labels={"app": "web", "pod-template-hash": "7c67"})


@pytest.mark.parametrize(
    ("subject", "others", "title"),
    [
        pytest.param(pod(name="lone"), [], "Pod/lone", id="nobody"),
        pytest.param(OF_REPLICA_SET, [REPLICA_SET, DEPLOYMENT], "Deployment/web", id="through-the-replica-set"),
        pytest.param(OF_REPLICA_SET, [], "Deployment/web", id="by-the-hash-in-the-name"),
        pytest.param(pod(owner=("ReplicaSet", "web-7c67")), [], "ReplicaSet/web-7c67", id="no-hash-no-guess"),
        pytest.param(
            OF_REPLICA_SET, [workload("ReplicaSet", "web-7c67")], "ReplicaSet/web-7c67", id="a-replica-set-of-its-own"
        ),
        pytest.param(pod(owner=("StatefulSet", "db")), [], "StatefulSet/db", id="stateful-set"),
        pytest.param(pod(owner=("Job", "nightly-1")), [JOB], "CronJob/nightly", id="through-the-job"),
        pytest.param(pod(owner=("Job", "once")), [workload("Job", "once")], "Job/once", id="a-job-of-its-own"),
        pytest.param(template(of="Deployment/web"), [DEPLOYMENT], "Deployment/web", id="template"),
    ],
)
def test_title(subject: Pod, others: list[Any], title: str) -> None:
    assert owner_of(cluster(subject, *others), subject).title == title


def test_the_replica_set_tells_the_revision_and_since_when() -> None:
    owner = owner_of(cluster(OF_REPLICA_SET, REPLICA_SET, DEPLOYMENT), OF_REPLICA_SET)
    assert (owner.workload, owner.replica_set, owner.revision, owner.since) == (DEPLOYMENT, "web-7c67", 8, LONG_AGO)


def test_without_the_replica_set_there_is_no_revision() -> None:
    owner = owner_of(cluster(OF_REPLICA_SET), OF_REPLICA_SET)
    assert (owner.replica_set, owner.revision, owner.since) == ("web-7c67", None, None)


def test_pods_that_belong_to_one_object_without_being_controlled_own_themselves() -> None:
    node = OwnerReference(kind="Node", name="node-1")
    pods = [replace(each, metadata=replace(each.metadata, owner_references=(node,))) for each in (A, B)]
    subject = traced(service(), *pods)
    assert [owner.title for owner, _ in subject.pods_by_owner] == ["Pod/a", "Pod/b"]


def test_pods_of_two_revisions_have_one_owner_each_with_its_own_revision() -> None:
    newer = pod(name="b", owner=("ReplicaSet", "web-9d88"), labels={"app": "web", "pod-template-hash": "9d88"})
    subject = traced(service(), OF_REPLICA_SET, newer, REPLICA_SET, DEPLOYMENT)
    assert [(owner.title, len(pods)) for owner, pods in subject.pods_by_owner] == [("Deployment/web", 2)]
    assert (subject.owner(OF_REPLICA_SET).revision, subject.owner(newer).revision) == (8, None)
