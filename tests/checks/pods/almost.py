"""Pods that a selector matches but for one label, and the workloads that made them."""

from typing import Any

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import POD_NAME, Workload
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import manifests, pod, service, workload

TWO = {"app": "web", "tier": "frontend"}
DEPLOYMENT = ("ReplicaSet", "web-7c67")


def labelled(owner: tuple[str, str] | None = DEPLOYMENT, /, **labels: str) -> Pod:
    return pod(labels=labels, owner=owner)


def from_files(selector: dict[str, str], *templates: Pod) -> TracedService:
    snapshot = manifests(service(selector=selector), *templates)
    return trace_service(snapshot, snapshot.services[0])


def made_by(
    labels: dict[str, str], *, name: str = "web", selector: dict[str, Any] | None = None, kind: str = "Deployment"
) -> list[Workload]:
    """A workload whose template has these labels, and its ReplicaSet."""
    spec = {"replicas": 1, "selector": {"matchLabels": selector or {}}, "template": {"metadata": {"labels": labels}}}
    owner = {"kind": "Deployment", "name": name, "controller": True}
    return [
        workload(kind, name, spec=spec),
        workload("ReplicaSet", f"{name}-7c67", metadata={"labels": labels, "ownerReferences": [owner]}),
    ]


def deployed(**labels: str) -> list[Any]:
    """A pod, and the Deployment that made it of a template with the same labels."""
    return [labelled(**labels), *made_by(labels)]


def kafka(replicas: int, *pods: int, **spec: Any) -> list[Any]:
    made = {"replicas": replicas, "template": {"metadata": {"labels": {"app": "kafka"}}}, **spec}
    return [
        workload("StatefulSet", "kafka", spec=made),
        *(
            pod(labels={"app": "kafka", POD_NAME: f"kafka-{n}"}, name=f"kafka-{n}", owner=("StatefulSet", "kafka"))
            for n in pods
        ),
    ]
