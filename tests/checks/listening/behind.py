"""A Service whose pods were probed."""

from typing import Any

from kubectl_porttrace.model.attempt import Attempt
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService
from tests.build import pod, service, traced
from tests.build.attempts import tried
from tests.build.policies import policy

HTTP = {"name": "http", "port": 80, "targetPort": 8080}


def web(name: str = "web-0", *containers: Any, **fields: Any) -> Pod:
    """A pod of a Deployment's one ReplicaSet."""
    return pod(*containers, name=name, owner=("ReplicaSet", "web-5bd7fc4d6b"), **fields)


def nothing(of: Pod, number: int = 8080) -> tuple[Attempt, ...]:
    """Nothing listens there: refused by both."""
    return tried(of, "proxy", "refused", number), tried(of, "forward", "refused", number)


def loopback(of: Pod, number: int = 8080) -> tuple[Attempt, ...]:
    """Loopback alone listens there."""
    return tried(of, "proxy", "refused", number), tried(of, "forward", "opened", number)


def probed(*attempts: Attempt, pods: tuple[Pod, ...], port: dict[str, Any] | None = None, **spec: Any) -> TracedService:
    """A Service of port 80 to 8080, and what was tried on its pods."""
    return traced(service(port or HTTP, **spec), *pods, attempts=attempts)


def isolated(*attempts: Attempt, pods: tuple[Pod, ...]) -> TracedService:
    """The same, with a NetworkPolicy that selects the pods."""
    return traced(service(HTTP), *pods, policy(), attempts=attempts)
