"""Services with workloads behind them, as people and operators write these."""

from typing import Any

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.workload import Workload
from tests.build import container, pod, port, service, workload

BY_OPERATOR = {"ownerReferences": [{"kind": "Db", "name": "d", "controller": True}]}
"""The metadata of what an operator writes."""


def behind(target: int | str, name: str = "web", **fields: Any) -> Service:
    """A Service on port 80 that selects `app: NAME`."""
    return service({"port": 80, "targetPort": target}, name=name, selector={"app": name}, **fields)


def of(
    name: str, called: str, number: int = 8080, *, kind: str = "StatefulSet", namespace: str = "shop", **fields: Any
) -> tuple[Pod, Workload]:
    """A workload of that name and a pod of it, with one named port; further fields are the workload's."""
    made = pod(container(port(number, called)), labels={"app": name}, owner=(kind, name), namespace=namespace)
    return made, workload(kind, name, namespace=namespace, **fields)
