from typing import Any

import msgspec
import pytest

from kubectl_porttrace.checks.pods.autoscaler_not_scaling import autoscaler_not_scaling as check
from kubectl_porttrace.model.autoscaler import HorizontalPodAutoscaler
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.service import TracedService
from tests.build import LONG_AGO, found, judged, pod, serious, service, traced, workload

DISABLED = ("ScalingActive", "False", "ScalingDisabled", "scaling is disabled since the replica count is zero")
NO_METRICS = (
    "ScalingActive",
    "False",
    "FailedGetResourceMetric",
    "the HPA was unable to compute the replica count: failed to get cpu utilization: unable to fetch metrics",
)
NOTHING_MEASURED = (*NO_METRICS[:3], "did not receive metrics for targeted pods (pods might be unready)")
AT_ZERO = ("ScaledToZero", "True", "ScaledToZero", "the HPA controller scaled the workload to zero")
NOT_ABLE = ("AbleToScale", "False", "FailedUpdateScale", "the HPA controller was unable to update the target scale: no")
FINE = ("ScalingActive", "True", "ValidMetricFound", "the HPA was able to calculate a replica count")


def autoscaler(
    *told: tuple[str, str, str, str], target: str = "web", kind: str = "Deployment", owner: str = "", **spec: Any
) -> Any:
    keys = ("type", "status", "reason", "message")
    conditions = [{**dict(zip(keys, each, strict=True)), "lastTransitionTime": LONG_AGO} for each in told]
    owners = [{"kind": "ScaledObject", "name": owner, "controller": True}] if owner else []
    return msgspec.convert(
        {
            "metadata": {"name": "web", "namespace": "shop", "ownerReferences": owners},
            "spec": {"scaleTargetRef": {"kind": kind, "name": target}, **spec},
            "status": {"conditions": conditions},
        },
        HorizontalPodAutoscaler,
    )


def scaled(replicas: int, kind: str = "Deployment") -> Workload:
    template = {"metadata": {"labels": {"app": "web"}}, "spec": {}}
    return workload(kind, "web", spec={"replicas": replicas, "template": template})


def made(*, ready: bool) -> Pod:
    return pod(owner=("ReplicaSet", "web-7c67"), labels={"app": "web", "pod-template-hash": "7c67"}, ready=ready)


IDLE = (service(), scaled(0))
SHORT = (service(), scaled(2), made(ready=True), made(ready=False))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(*IDLE), id="no-autoscaler"),
        pytest.param(traced(*IDLE, autoscaler(DISABLED, target="api")), id="of-another-workload"),
        pytest.param(traced(*IDLE, autoscaler(FINE)), id="it-works"),
        pytest.param(traced(*IDLE, autoscaler()), id="it-has-not-said-anything"),
        pytest.param(traced(*IDLE, autoscaler(NOTHING_MEASURED)), id="no-pods-to-measure"),
        pytest.param(traced(service(), scaled(1), made(ready=True), autoscaler(NO_METRICS)), id="every-pod-is-ready"),
        pytest.param(traced(service(), scaled(1), made(ready=False), autoscaler(NO_METRICS)), id="no-pod-is-ready"),
        pytest.param(traced(*SHORT, autoscaler(NOTHING_MEASURED)), id="unready-pods-are-not-measured"),
        pytest.param(traced(*SHORT, autoscaler(DISABLED)), id="scaled-up-since"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "message", "command"),
    [
        pytest.param(
            traced(*IDLE, autoscaler(DISABLED, minReplicas=2)),
            "Deployment/web has 0 replicas, and HorizontalPodAutoscaler/web leaves it there",
            "kubectl scale deployment web -n shop --replicas=2",
            id="disabled",
        ),
        pytest.param(
            traced(*IDLE, autoscaler(DISABLED, owner="web")),
            "Deployment/web has 0 replicas, and HorizontalPodAutoscaler/web leaves it there",
            "kubectl describe scaledobject web -n shop",
            id="made-by-something-that-scales-to-zero",
        ),
        pytest.param(
            traced(*IDLE, autoscaler(FINE, AT_ZERO, minReplicas=0)),
            "HorizontalPodAutoscaler/web scaled Deployment/web to 0 replicas",
            "kubectl describe horizontalpodautoscaler web -n shop",
            id="scaled-to-zero",
        ),
        pytest.param(
            traced(*IDLE, autoscaler(NO_METRICS, minReplicas=0)),
            "HorizontalPodAutoscaler/web cannot read its metrics: Deployment/web stays at 0 replicas",
            "kubectl describe horizontalpodautoscaler web -n shop",
            id="no-metrics-at-zero",
        ),
        pytest.param(
            traced(*IDLE, autoscaler(FINE, NOT_ABLE)),
            "HorizontalPodAutoscaler/web cannot scale: Deployment/web stays at 0 replicas",
            "kubectl describe horizontalpodautoscaler web -n shop",
            id="cannot-scale",
        ),
    ],
)
def test_fires_where_no_pod_is_wanted(subject: TracedService, message: str, command: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.message, issue.fix.command) == (message, command)
    assert serious(subject) == {"PTP31": "error"}
    assert "PTP04" in judged(subject)["PTP31"].codes


@pytest.mark.parametrize("kind", ["Deployment", "StatefulSet", "ReplicaSet"])
def test_every_kind_that_can_be_scaled(kind: str) -> None:
    (issue,) = found(check, traced(service(), scaled(0, kind), autoscaler(DISABLED, kind=kind)))
    assert issue.object is not None
    assert (issue.object.kind, issue.object.name) == (kind, "web")


def test_what_scales_it_back_to_its_least() -> None:
    (issue,) = found(check, traced(*IDLE, autoscaler(DISABLED)))
    assert issue.fix.command == "kubectl scale deployment web -n shop --replicas=1"
    assert issue.path == "spec.replicas"
    assert "spec.minReplicas of HorizontalPodAutoscaler/web is 1" in issue.evidence


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        pytest.param(
            NO_METRICS,
            "HorizontalPodAutoscaler/web cannot read its metrics: Deployment/web stays at 2 replicas",
            id="no-metrics",
        ),
        pytest.param(
            ("ScalingActive", "False", "AmbiguousSelector", "pods are controlled by multiple HPAs"),
            "HorizontalPodAutoscaler/web cannot scale: Deployment/web stays at 2 replicas",
            id="two-autoscalers",
        ),
    ],
)
def test_is_noted_where_some_pods_are_not_ready(condition: tuple[str, str, str, str], message: str) -> None:
    subject = traced(*SHORT, autoscaler(condition))
    (issue,) = found(check, subject)
    assert (issue.message, judged(subject)["PTP31"].severity) == (message, "note")
    assert issue.path == 'status.conditions[?(@.type=="ScalingActive")]'
