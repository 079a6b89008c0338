"""A workload that should make the pods of a Service and has none stands above everything that looks like them."""

from datetime import timedelta
from typing import Any

import pytest

from kubectl_porttrace.checks.pods.workload_makes_no_pods import workload_makes_no_pods as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import event, forbidden, found, in_files, judged, pod, service
from tests.checks.pods.makers import (
    ACCOUNT,
    BLUE,
    DENIED,
    DOWN,
    ENDED,
    GREEN,
    HELD,
    LEVEL,
    NAMED,
    OF_GREEN,
    QUOTA,
    SILENT,
    blue,
    failure,
    makes,
    selecting,
)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(selecting(makes(GREEN), pod(labels=GREEN)), id="a-pod-matches"),
        pytest.param(selecting(makes(GREEN), pod(labels=GREEN, phase="Failed")), id="an-ended-pod-matches"),
        pytest.param(selecting(makes(GREEN, spec={"replicas": 0})), id="scaled-to-zero"),
        pytest.param(selecting(makes(BLUE)), id="another-label"),
        pytest.param(selecting(makes(GREEN, "Job", status=ENDED)), id="a-job-that-has-ended"),
        pytest.param(selecting(makes(GREEN, "Job"), pod(labels=GREEN)), id="a-job-that-runs"),
        pytest.param(selecting(makes(GREEN, "ReplicaSet", metadata=OF_GREEN)), id="a-revision-of-another"),
        pytest.param(selecting(makes({"app": "kafka"}, "StatefulSet", "kafka"), selector=NAMED), id="not-so-many"),
        pytest.param(selecting(makes(GREEN), selector={}), id="no-selector"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_manifests_alone_have_no_pods_to_miss() -> None:
    assert "PTP29" not in judged(in_files(service(selector=GREEN), makes(GREEN)))


@pytest.mark.parametrize(
    ("subject", "told", "title"),
    [
        pytest.param(
            selecting(makes(GREEN)),
            "no selected pod exists: Deployment/green has 0 of 3 pods",
            "Deployment/green",
            id="no-pods",
        ),
        pytest.param(
            selecting(makes(GREEN, "ReplicaSet")),
            "no selected pod exists: ReplicaSet/green has 0 of 3 pods",
            "ReplicaSet/green",
            id="replica-set-of-nobody",
        ),
        pytest.param(
            selecting(makes(GREEN, "DaemonSet", status={"desiredNumberScheduled": 2})),
            "no selected pod exists: DaemonSet/green has 0 of 2 pods",
            "DaemonSet/green",
            id="daemon-set",
        ),
        pytest.param(
            selecting(makes(GREEN, "DaemonSet", status={"desiredNumberScheduled": 0})),
            "no selected pod exists: DaemonSet/green wants no pods on the nodes there are",
            "DaemonSet/green",
            id="daemon-set-that-fits-no-node",
        ),
        pytest.param(
            selecting(makes(GREEN, name="blue"), *blue()[1:]),
            "no selected pod exists: Deployment/blue has 3 of 3 pods, and none of them matches yet",
            "Deployment/blue",
            id="the-new-template-of-a-rollout",
        ),
        pytest.param(
            selecting(
                makes({"app": "kafka"}, "StatefulSet", "kafka", spec={"replicas": 4}),
                pod(labels={"app": "kafka"}, owner=("StatefulSet", "kafka")),
                selector=NAMED,
            ),
            "no selected pod exists: StatefulSet/kafka has 1 of 4 pods, and none of them matches yet",
            "StatefulSet/kafka",
            id="a-pod-of-a-stateful-set-not-made-yet",
        ),
    ],
)
def test_fires(subject: TracedService, told: str, title: str) -> None:
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert f"{issue.object.kind}/{issue.object.name}" == title
    assert (issue.message, issue.ports) == (told, subject.ports)
    assert issue.path == ("spec.template" if title.startswith("DaemonSet") else "spec.replicas")
    assert issue.fix.command == f"kubectl describe {title.lower().replace('/', ' ')} -n shop"


def test_is_the_root_cause_of_all_that_looks_alike() -> None:
    idle = makes(GREEN, name="old", spec={"replicas": 0})
    issues = judged(selecting(makes(GREEN), idle, *blue(), pod(namespace="staging", labels=GREEN)))
    assert list(issues) == ["PTP29"]
    assert issues["PTP29"].severity == "error"
    assert set(issues["PTP29"].codes) == {"PTP29", "PTP01", "PTP02", "PTP03", "PTP04"}


@pytest.mark.parametrize("resource", ["deployments", "replicasets", "statefulsets", "daemonsets"])
def test_without_the_workloads_no_command_points_the_service_at_other_pods(resource: str) -> None:
    almost = [makes({"app": "checkout"}, name="shop"), pod(labels={"app": "checkout"}, owner=("StatefulSet", "shop"))]
    known = selecting(makes({"app": "checkout"}, "StatefulSet", "shop"), almost[1], selector={"app": "chekout"})
    unknown = selecting(
        makes({"app": "checkout"}, "StatefulSet", "shop"),
        almost[1],
        selector={"app": "chekout"},
        unread=[forbidden(resource)],
    )
    assert judged(known)["PTP03"].fix.command is not None
    assert judged(unknown)["PTP03"].fix.command is None


@pytest.mark.parametrize(
    ("message", "does"),
    [
        pytest.param(QUOTA, "raise ResourceQuota small in shop, or lower what Deployment/green requests", id="quota"),
        pytest.param(LEVEL, "to meet PodSecurity restricted of namespace shop", id="pod-security"),
        pytest.param(ACCOUNT, "create ServiceAccount green in shop", id="service-account"),
        pytest.param(DENIED, "as webhook policy.example.com says", id="webhook-denies"),
        pytest.param(
            DOWN, "get webhook policy.example.com to answer: without it no pod is admitted", id="webhook-down"
        ),
        pytest.param(SILENT, "admitted; its Service: kubectl porttrace gate -n policy", id="webhook-of-a-service-down"),
        pytest.param("something new", "kubectl describe deployment green -n shop", id="anything-else"),
    ],
)
def test_the_fix_is_for_what_refused_the_pods(message: str, does: str) -> None:
    (issue,) = found(check, selecting(makes(GREEN, status=failure(message))))
    assert does in f"{issue.fix.text} {issue.fix.command}"
    assert issue.evidence[0] == f"Deployment/green: {message.rpartition(' is forbidden: ')[2]}"


@pytest.mark.parametrize(
    "status",
    [
        pytest.param(failure(QUOTA, status="False"), id="no-longer-so"),
        pytest.param(failure(QUOTA, reason="FailedDelete"), id="pods-that-cannot-be-deleted"),
    ],
)
def test_other_conditions_are_no_reason(status: dict[str, Any]) -> None:
    (issue,) = found(check, selecting(makes(GREEN, status=status)))
    assert issue.fix.command == "kubectl describe deployment green -n shop"


def test_the_newest_event_tells_where_there_is_no_condition() -> None:
    events = [
        event("FailedCreate", "old", kind="StatefulSet", name="green", ago=timedelta(hours=1)),
        event("FailedCreate", QUOTA, kind="StatefulSet", name="green"),
        event("FailedCreate", "of another", kind="StatefulSet", name="blue", ago=timedelta(seconds=1)),
        event("FailedDelete", "not that", kind="StatefulSet", name="green", ago=timedelta(seconds=1)),
        event("FailedCreate", "without a time", kind="StatefulSet", name="green", ago=None),
    ]
    (issue,) = found(check, selecting(makes(GREEN, "StatefulSet"), events=tuple(events)))
    assert issue.evidence[0] == f"StatefulSet/green: {QUOTA.rpartition(' is forbidden: ')[2]}"


def test_of_two_the_first_is_the_object() -> None:
    (issue,) = found(check, selecting(makes(GREEN), makes(GREEN, name="canary", status=failure(QUOTA))))
    assert issue.object is not None
    assert (issue.object.kind, issue.object.name) == ("Deployment", "green")
    assert "raise ResourceQuota small in shop, or lower what Deployment/canary requests" in issue.fix.text


def test_a_refused_replica_set_is_told_as_well() -> None:
    denied = f"Failed to create new replica set green-7c67: {DENIED}"
    condition = {"type": "Progressing", "status": "False", "reason": "ReplicaSetCreateError", "message": denied}
    for subject in (
        selecting(makes(GREEN, status={"conditions": [condition]})),
        selecting(makes(GREEN), events=[event("ReplicaSetCreateError", denied, kind="Deployment", name="green")]),
    ):
        (issue,) = found(check, subject)
        assert (
            issue.message
            == "no pod can be made: webhook policy.example.com refuses the pods; Deployment/green has 0 of 3 pods"
        )


@pytest.mark.parametrize(("subject", "told", "command", "path"), HELD)
def test_workloads_that_are_held_or_have_pods_for_a_time(
    subject: TracedService, told: str, command: str | None, path: str
) -> None:
    (issue,) = found(check, subject)
    assert (issue.message, issue.fix.command, issue.path) == (told, command, path)
    assert list(judged(subject)) == ["PTP29"]
