from collections.abc import Iterable
from typing import Any

import msgspec
import pytest

from kubectl_porttrace.checks.ports.name_lost_by_rollout import target_port_name_lost_by_rollout as check
from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import (
    CONTROLLER_REVISION_HASH,
    POD_TEMPLATE_GENERATION,
    REVISION,
    TEMPLATE_GENERATION,
    Workload,
)
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, forbidden, found, headless, pod, port, serious, service, sidecar, traced, workload

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
HAS = container(port(8080, "http"))
RENAMED = container(port(8080, "web"))
DROPPED = container()
APP = {"app": "web"}


def maker(
    kind: str, *containers: Container, name: str = "web", revision: int = 2, status: Any = None, **spec: Any
) -> Workload:
    """A workload with that template; `revision` is what its controller last gave it."""
    template = {"metadata": {"labels": APP}, "spec": {"containers": msgspec.to_builtins(containers)}}
    annotations = {REVISION: str(revision)} if kind == "Deployment" else {TEMPLATE_GENERATION: str(revision)}
    made = workload(
        kind, name, spec={"template": template, **spec}, metadata={"annotations": annotations, "generation": 5}
    )
    told = {"observedGeneration": 5, "updateRevision": f"{name}-{revision}", **(status or {})}
    return msgspec.structs.replace(made, status=msgspec.convert(told, type(made.status)))


def replica_set(revision: int, name: str = "web") -> Workload:
    owner = {"kind": "Deployment", "name": name, "controller": True}
    annotations = {REVISION: str(revision)}
    return workload(
        "ReplicaSet", f"{name}-{revision}", metadata={"ownerReferences": [owner], "annotations": annotations}
    )


def old(*containers: Container, revision: int = 1, name: str = "web", **fields: Any) -> Pod:
    return pod(*(containers or (HAS,)), owner=("ReplicaSet", f"{name}-{revision}"), **fields)


def crashing(*containers: Container) -> Pod:
    return old(*containers, revision=2, ready=False)


def rollout(*objects: Any, template: Iterable[Container] = (RENAMED,), **more: Any) -> TracedService:
    deployment = maker("Deployment", *template, **more)
    return traced(service(HTTP), deployment, replica_set(1), replica_set(2), *objects)


ISTIO = sidecar(port(8080, "http"))
INJECTED = old(DROPPED, init=[ISTIO])
STATEFUL = {**APP, CONTROLLER_REVISION_HASH: "web-1"}
ON_NODES = {**APP, POD_TEMPLATE_GENERATION: "1"}
OF_STATEFUL_SET = pod(HAS, owner=("StatefulSet", "web"), labels=STATEFUL)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(rollout(old(), template=[HAS]), id="template-has-it"),
        pytest.param(rollout(old(), template=[container(port(9090, "http"))]), id="moved-to-another-number"),
        pytest.param(rollout(old(revision=2)), id="pods-are-of-the-newest-revision"),
        pytest.param(rollout(old(revision=3)), id="revision-unknown"),
        pytest.param(rollout(old(ready=False), crashing(RENAMED)), id="no-ready-pod-has-it"),
        pytest.param(rollout(old(), old(RENAMED, revision=2)), id="a-ready-pod-lacks-it-already"),
        pytest.param(rollout(old(terminating=True)), id="being-deleted"),
        pytest.param(rollout(INJECTED, template=[DROPPED]), id="put-in-by-a-webhook"),
        pytest.param(
            rollout(
                old(DROPPED, init=[ISTIO]), old(DROPPED, init=[ISTIO], revision=2, ready=False), template=[DROPPED]
            ),
            id="put-into-the-new-pods-as-well",
        ),
        pytest.param(traced(service(), maker("Deployment", RENAMED), replica_set(1), old()), id="a-number"),
        pytest.param(traced(service(HTTP), replica_set(1), old()), id="template-not-read"),
        pytest.param(traced(service(HTTP), pod(HAS)), id="bare-pod"),
        pytest.param(
            traced(service(HTTP), maker("ReplicaSet", RENAMED), pod(HAS, owner=("ReplicaSet", "web"))),
            id="a-replica-set-replaces-nothing",
        ),
        pytest.param(
            traced(
                service(HTTP),
                maker("StatefulSet", RENAMED, updateStrategy={"rollingUpdate": {"partition": 1}}),
                pod(HAS, owner=("StatefulSet", "web"), labels={**APP, CONTROLLER_REVISION_HASH: "web-1"}),
            ),
            id="below-the-partition",
        ),
        pytest.param(
            traced(
                service(HTTP),
                maker("StatefulSet", RENAMED),
                pod(HAS, owner=("StatefulSet", "web"), labels={**APP, CONTROLLER_REVISION_HASH: "web-2"}),
            ),
            id="stateful-set-of-the-newest-revision",
        ),
        pytest.param(
            traced(service(HTTP), maker("DaemonSet", RENAMED), pod(HAS, owner=("DaemonSet", "web"))),
            id="daemon-set-of-unknown-generation",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        pytest.param(rollout(old(), crashing(RENAMED)), "the rollout of Deployment/web completes", id="new-pods-crash"),
        pytest.param(rollout(old()), "the rollout of Deployment/web completes", id="no-new-pods-yet"),
        pytest.param(rollout(old(), template=[DROPPED]), "resolves on no pod", id="dropped"),
        pytest.param(rollout(old(), template=[container(port(8080, "http", "UDP"))]), "on no pod", id="protocol"),
        pytest.param(
            rollout(INJECTED, crashing(DROPPED), template=[DROPPED]),
            "on no pod",
            id="new-pods-lack-the-sidecar",
        ),
        pytest.param(
            rollout(old(revision=2), paused=True),
            "the pods of Deployment/web are replaced",
            id="paused-before-it-began",
        ),
        pytest.param(
            rollout(old(revision=2), status={"observedGeneration": 4}), "completes", id="controller-has-not-seen-it"
        ),
        pytest.param(
            traced(
                service(HTTP), maker("StatefulSet", RENAMED), pod(HAS, owner=("StatefulSet", "web"), labels=STATEFUL)
            ),
            "the rollout of StatefulSet/web completes",
            id="stateful-set",
        ),
        pytest.param(
            traced(
                service(HTTP),
                maker("DaemonSet", RENAMED, updateStrategy={"type": "OnDelete"}),
                pod(HAS, owner=("DaemonSet", "web"), labels=ON_NODES),
            ),
            "the pods of DaemonSet/web are replaced",
            id="daemon-set-on-delete",
        ),
        pytest.param(
            traced(headless(HTTP), maker("Deployment", RENAMED), replica_set(1), old()), "on no pod", id="headless"
        ),
    ],
)
def test_fires(subject: TracedService, words: str) -> None:
    (issue,) = found(check, subject)
    assert words in issue.message
    assert issue.path == "spec.template.spec.containers"
    assert issue.object is not None
    assert issue.object.kind in issue.message
    assert issue.ports == subject.ports
    assert serious(subject)["PTR19"] == "warning"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param([pod(HAS)], id="a-bare-pod"),
        pytest.param([maker("Deployment", HAS, name="green", replicas=1)], id="a-workload-without-pods-yet"),
        pytest.param(
            [maker("Deployment", HAS, name="green"), replica_set(2, "green"), old(revision=2, name="green")],
            id="another-workload",
        ),
    ],
)
def test_says_of_which_workload_where_others_keep_the_name(other: list[Any]) -> None:
    (issue,) = found(check, rollout(old(), *other))
    assert "resolves on no pod of Deployment/web once" in issue.message


@pytest.mark.parametrize(
    "other",
    [
        pytest.param([maker("Deployment", HAS, name="green", replicas=0)], id="scaled-to-nothing"),
        pytest.param([maker("Deployment", RENAMED, name="green")], id="without-the-name"),
        pytest.param([pod(HAS, terminating=True)], id="being-deleted"),
    ],
)
def test_what_has_no_such_pod_keeps_nothing(other: list[Any]) -> None:
    (issue,) = found(check, rollout(old(), *other))
    assert "resolves on no pod once" in issue.message


def test_two_workloads_that_lose_it_are_one_finding_on_the_service() -> None:
    green = (maker("Deployment", DROPPED, name="green"), replica_set(1, "green"), old(name="green"))
    (issue,) = found(check, rollout(old(), *green))
    assert issue.object is None
    assert (issue.path, len(issue.evidence)) == ("spec.ports[0].targetPort", 4)


def test_offers_the_number_only_where_both_revisions_declare_it() -> None:
    (both,), (one,) = found(check, rollout(old())), found(check, rollout(old(), template=[DROPPED]))
    assert "targetPort 8080" in both.fix.text
    assert "targetPort" not in one.fix.text


def test_is_not_decided_where_workloads_were_not_read() -> None:
    subject = rollout(old())
    blind = traced(service(HTTP), *subject.snapshot.workloads, old(), unread=[forbidden("replicasets")])
    assert "PTR19" not in serious(blind)
