from kubectl_porttrace.trace.cohorts import cohorts
from tests.build import pod, service, traced, workload


def replica_set(name: str, revision: int) -> object:
    return workload(
        "ReplicaSet",
        name,
        metadata={
            "annotations": {"deployment.kubernetes.io/revision": str(revision)},
            "ownerReferences": [{"kind": "Deployment", "name": "web", "controller": True}],
        },
    )


def test_pods_are_grouped_by_owner_and_revision_with_the_newest_first() -> None:
    old = [pod(owner=("ReplicaSet", "web-aaa")) for _ in range(2)]
    new = [pod(owner=("ReplicaSet", "web-bbb"))]
    alone = pod(name="a-debug-pod")
    subject = traced(service(), *old, *new, alone, replica_set("web-aaa", 7), replica_set("web-bbb", 8))
    assert [(each.owner, each.revision, each.pods) for each in cohorts(subject, subject.pods or ())] == [
        ("Deployment/web", 8, tuple(new)),
        ("Deployment/web", 7, tuple(old)),
        ("Pod/a-debug-pod", None, (alone,)),
    ]
