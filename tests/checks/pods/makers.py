"""Workloads that should make the pods of a Service, and what keeps them from it."""

from datetime import timedelta
from typing import Any

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
