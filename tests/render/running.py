"""The containers, pods and workloads of the situations."""

from datetime import timedelta
from typing import Any

from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.pod import Pod
from tests.build import LONG_AGO, NOW, container, pod, workload

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
METRICS = {"name": "metrics", "port": 9090, "targetPort": "metrics"}


def nginx(*ports: Any, **fields: Any) -> Container:
    """A container with a readiness probe, as it should be."""
    number = ports[0].container_port if ports else 8080
    spec = {"readinessProbe": {"httpGet": {"port": number}}}
    return container(*ports, name=fields.pop("name", "nginx"), spec=spec, **fields)


def of_web(name: str, *containers: Container, replica_set: str = "web-5bd7fc4d6b", **fields: Any) -> Pod:
    """A pod of a ReplicaSet of Deployment web."""
    return pod(*containers, name=f"{replica_set}-{name}", owner=("ReplicaSet", replica_set), **fields)


def deployment(name: str, labels: dict[str, str] | None = None, /, **revisions: int) -> list[Any]:
    """A Deployment and its ReplicaSets, by the hash in their names; `labels` are those of its template."""
    owner = {"kind": "Deployment", "name": name, "controller": True}
    return [
        workload("Deployment", name, spec={"template": {"metadata": {"labels": labels}}} if labels else {}),
        *(
            workload(
                "ReplicaSet",
                f"{name}-{pod_hash}",
                metadata={
                    "ownerReferences": [owner],
                    "annotations": {"deployment.kubernetes.io/revision": str(revision)},
                    "creationTimestamp": NOW - timedelta(minutes=4) if revision > 1 else LONG_AGO,
                },
            )
            for pod_hash, revision in revisions.items()
        ),
    ]
