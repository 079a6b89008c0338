from typing import Any

import pytest

from kubectl_porttrace.checks.practice.one_replica import one_replica as check
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, headless, in_files, pod, service, template, traced, workload
from tests.checks.practice.workloads import BY_OPERATOR


def deployed(replicas: int | None = 1, kind: str = "Deployment", **fields: Any) -> Workload:
    return workload(kind, "web", spec={} if replicas is None else {"replicas": replicas}, **fields)


def replica(of: str = "web", kind: str = "Deployment", **fields: Any) -> Pod:
    return pod(owner=(kind, of), **fields)


def of_revision() -> Pod:
    """A pod of the Deployment's ReplicaSet, as the labels tell even where that was not read."""
    return replica("web-1", "ReplicaSet", labels={"app": "web", "pod-template-hash": "1"})


REPLICA_SET = workload(
    "ReplicaSet", "web-1", metadata={"ownerReferences": [{"kind": "Deployment", "name": "web", "controller": True}]}
)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), replica(), replica(), deployed(2)), id="two-replicas"),
        pytest.param(traced(service(), replica(), deployed(2)), id="one-still-to-come"),
        pytest.param(traced(service(), deployed(1)), id="no-pod"),
        pytest.param(traced(service(), replica(), replica("api"), deployed(1)), id="two-workloads"),
        pytest.param(traced(service(), pod()), id="a-pod-of-nobody"),
        pytest.param(traced(service(), replica(kind="StatefulSet"), deployed(1, "StatefulSet")), id="stateful-set"),
        pytest.param(traced(headless(), replica(), deployed(1)), id="headless"),
        pytest.param(
            traced(service(), of_revision(), REPLICA_SET, deployed(metadata=BY_OPERATOR)),
            id="an-operator-writes-the-deployment",
        ),
        pytest.param(
            traced(
                service(),
                replica(),
                deployed(metadata=BY_OPERATOR),
            ),
            id="an-operator-writes-it",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), replica(), deployed(1)), id="one"),
        pytest.param(traced(service(), of_revision(), REPLICA_SET, deployed(1)), id="by-replica-set"),
        pytest.param(traced(service(), replica(), deployed(None)), id="by-default"),
        pytest.param(traced(service(), replica(), replica(terminating=True), deployed(1)), id="one-is-leaving"),
        pytest.param(in_files(service(), template(), deployed(1)), id="manifests"),
    ],
)
def test_fires(subject: TracedService) -> None:
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.kind, issue.object.name, issue.path) == ("Deployment", "web", "spec.replicas")
    assert issue.shared is not None
    assert issue.shared.key == "shop/Deployment/web"
