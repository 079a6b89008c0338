"""Workloads that should make the pods of a Service, and what keeps them from it."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec import convert
from msgspec.structs import replace

from kubectl_porttrace.model.workload import Workload, WorkloadStatus
from kubectl_porttrace.trace.service import TracedService
from tests.build import event, pod, service, traced, workload

GREEN = {"app": "web", "color": "green"}
BLUE = {"app": "web", "color": "blue"}
OF_GREEN = {"ownerReferences": [{"kind": "Deployment", "name": "green", "controller": True}]}
NAMED = {"app": "kafka", "statefulset.kubernetes.io/pod-name": "kafka-3"}
QUOTA = 'pods "green-7c67-" is forbidden: exceeded quota: small, requested: pods=1, used: pods=3, limited: pods=3'
LEVEL = 'pods "green-7c67-x" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false'
ACCOUNT = 'pods "green-0" is forbidden: error looking up service account shop/green: serviceaccount "green" not found'
DENIED = 'admission webhook "policy.example.com" denied the request: no latest tags'
SILENT = (
    'Internal error occurred: failed calling webhook "policy.example.com": failed to call webhook: Post '
    '"https://gate.policy.svc:443/pods?timeout=1s": context deadline exceeded'
)
DOWN = 'Internal error occurred: failed calling webhook "policy.example.com": failed to call webhook: EOF'


def makes(labels: dict[str, str], kind: str = "Deployment", name: str = "green", **fields: Any) -> Workload:
    spec = {"replicas": 3, "template": {"metadata": {"labels": labels}}, **fields.pop("spec", {})}
    made = workload(kind, name, spec=spec, metadata=fields.pop("metadata", {}))
    return replace(made, status=convert(fields.pop("status", {}), WorkloadStatus))


def blue() -> list[Any]:
    owner = {"kind": "Deployment", "name": "blue", "controller": True}
    return [
        makes(BLUE, name="blue"),
        workload("ReplicaSet", "blue-7c67", metadata={"ownerReferences": [owner], "labels": BLUE}),
        *(pod(labels=BLUE, owner=("ReplicaSet", "blue-7c67")) for _ in range(3)),
    ]


def selecting(*objects: Any, selector: dict[str, str] = GREEN, **fields: Any) -> TracedService:
    return traced(service(selector=selector), *objects, **fields)


ENDED = {"conditions": [{"type": "Complete", "status": "True"}]}


def failure(message: str, reason: str = "FailedCreate", status: str = "True") -> dict[str, Any]:
    return {"conditions": [{"type": "ReplicaFailure", "status": status, "reason": reason, "message": message}]}


CRON = {"schedule": "0 3 * * *", "jobTemplate": {"spec": {"template": {"metadata": {"labels": GREEN}}}}}
QUEUED = {"labels": {"kueue.x-k8s.io/queue-name": "batch"}}


def cron_job(**spec: Any) -> Workload:
    return workload("CronJob", "green", spec={**CRON, **spec})


def refused(kind: str) -> Any:
    return event("FailedCreate", f"Error creating: {QUOTA}", kind=kind, name="green", ago=timedelta(minutes=1))


HELD = [
    pytest.param(
        selecting(makes(GREEN, spec={"paused": True})),
        "Deployment/green is paused, and has made no pods yet",
        "kubectl rollout resume deployment green -n shop",
        "spec.paused",
        id="paused-deployment",
    ),
    pytest.param(
        selecting(
            makes(GREEN, spec={"paused": True}), workload("ReplicaSet", "green-7c67", metadata=OF_GREEN, spec={})
        ),
        "no selected pod exists: Deployment/green has 0 of 3 pods",
        "kubectl describe deployment green -n shop",
        "spec.replicas",
        id="paused-since-it-made-a-revision",
    ),
    pytest.param(
        selecting(makes(GREEN, "Job", spec={"suspend": True})),
        "Job/green is suspended, and has no pods",
        """kubectl patch job green -n shop --type=merge -p '{"spec":{"suspend":false}}'""",
        "spec.suspend",
        id="suspended-job",
    ),
    pytest.param(
        selecting(makes(GREEN, "Job", spec={"suspend": True}, metadata=QUEUED)),
        "Job/green is suspended, and has no pods",
        "kubectl describe job green -n shop",
        "spec.suspend",
        id="job-of-a-queue",
    ),
    pytest.param(
        selecting(makes(GREEN, "Job")),
        "no selected pod exists: Job/green has no pods",
        "kubectl describe job green -n shop",
        "spec",
        id="job-without-pods",
    ),
    pytest.param(
        selecting(makes(GREEN, "Job"), events=[refused("Job")]),
        "no pod can be made: ResourceQuota small is used up; Job/green has no pods",
        None,
        "spec",
        id="refused-job",
    ),
    pytest.param(
        selecting(cron_job()),
        "CronJob/green has pods only while a Job of it runs (schedule 0 3 * * *)",
        "kubectl describe cronjob green -n shop",
        "spec",
        id="cron-job",
    ),
    pytest.param(
        selecting(cron_job(suspend=True)),
        "CronJob/green is suspended, and has no pods",
        "kubectl describe cronjob green -n shop",
        "spec.suspend",
        id="suspended-cron-job",
    ),
    pytest.param(
        selecting(cron_job(), makes(GREEN, "Job", spec={"suspend": True})),
        "Job/green is suspended, and has no pods",
        """kubectl patch job green -n shop --type=merge -p '{"spec":{"suspend":false}}'""",
        "spec.suspend",
        id="the-job-before-its-cron-job",
    ),
    pytest.param(
        selecting(makes(GREEN), makes(GREEN, "Job", name="load", spec={"suspend": True})),
        "no selected pod exists: Deployment/green has 0 of 3 pods",
        "kubectl describe deployment green -n shop",
        "spec.replicas",
        id="what-keeps-pods-running-before-jobs",
    ),
]
"""Services whose workload is held, or has pods for a time; what is said, the command, and the field."""
