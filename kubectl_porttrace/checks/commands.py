"""kubectl commands that are safe to paste: quoted for a shell, naming every object in full."""

import json
import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kubectl_porttrace.model.kind import Kind, group_of
from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.workload import Workload

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.trace.routes.referrer import TracedReferrer
    from kubectl_porttrace.trace.unready.cause import Cause


def patch_service(service: Service, *operations: tuple[str, str, object]) -> str:
    """A JSON patch of a Service.

    Args:
        service: the Service.
        operations: `(op, path, value)`, as in `("replace", "/spec/ports/0/targetPort", "http")`; for `remove` the
            value is not used.
    """
    return patch_object("service", service.name, service.namespace, *operations)


def patch_selector(service: Service, selector: dict[str, str | None]) -> str:
    """A merge patch of a Service's selector; None removes a key."""
    words = ["kubectl", "patch", "service", service.name, "-n", service.namespace, "--type=merge", "-p"]
    return shlex.join([*words, json.dumps({"spec": {"selector": selector}}, separators=(",", ":"))])


def patch_object(kind: str, name: str, namespace: str, *operations: tuple[str, str, object]) -> str:
    """A JSON patch of an object of any kind.

    Args:
        kind: what kubectl takes for its kind and nothing else.
        name: its name.
        namespace: its namespace; empty for a kind without.
        operations: `(op, path, value)`, as of `patch_service`.
    """
    changes = [
        {"op": op, "path": path} if op == "remove" else {"op": op, "path": path, "value": value}
        for op, path, value in operations
    ]
    words = ["kubectl", "patch", kind, name, *(["-n", namespace] if namespace else [])]
    return shlex.join([*words, "--type=json", "-p", json.dumps(changes, separators=(",", ":"))])


def label(kind: str, name: str, namespace: str, labels: Mapping[str, str]) -> str:
    """What gives an object labels that it has not yet."""
    words = [f"{key}={value}" for key, value in labels.items()]
    return shlex.join(["kubectl", "label", kind, name, "-n", namespace, *words])


def follow_service(namespace: str, name: str) -> str:
    """What follows a Service to its containers."""
    return shlex.join(["kubectl", "porttrace", name, "-n", namespace])


def patch_policy(policy: NetworkPolicy, *operations: tuple[str, str, object]) -> str:
    """A JSON patch of a NetworkPolicy: operations `(op, path, value)`, as of a Service."""
    return patch_object("networkpolicy", policy.name, policy.namespace, *operations)


def logs_of(pod: Pod, container: str, *, previous: bool = False) -> str:
    """What a container says; with `previous`, what it said before it was last started."""
    words = ["kubectl", "logs", pod.name, "-n", pod.namespace, "-c", container]
    return shlex.join([*words, "--previous"] if previous else words)


def describe_pod(pod: Pod) -> str:
    """Everything about a pod, its events at the end."""
    return shlex.join(["kubectl", "describe", "pod", pod.name, "-n", pod.namespace])


def describe_service(service: Service) -> str:
    """Everything about a Service, its events at the end."""
    return shlex.join(["kubectl", "describe", "service", service.name, "-n", service.namespace])


def describe(workload: Workload) -> str:
    """Everything about a workload, its events at the end."""
    return shlex.join(["kubectl", "describe", workload.kind.lower(), workload.name, "-n", workload.namespace])


def describe_object(kind: str, namespace: str, name: str) -> str:
    """Everything about an object of any kind, its events at the end."""
    return shlex.join(["kubectl", "describe", kind.lower(), name, "-n", namespace])


def scale(workload: Workload, replicas: int) -> str:
    """Give a workload so many pods."""
    kind = workload.kind.lower()
    return shlex.join(["kubectl", "scale", kind, workload.name, "-n", workload.namespace, f"--replicas={replicas}"])


def resume(workload: Workload) -> str:
    """Let a paused Deployment go on."""
    kind = workload.kind.lower()
    return shlex.join(["kubectl", "rollout", "resume", kind, workload.name, "-n", workload.namespace])


def resume_job(workload: Workload) -> str:
    """Let a suspended Job go on."""
    words = ["kubectl", "patch", workload.kind.lower(), workload.name, "-n", workload.namespace, "--type=merge", "-p"]
    return shlex.join([*words, '{"spec":{"suspend":false}}'])


def list_workloads(namespace: str) -> str:
    """The workloads of a namespace, with the pods each has and wants."""
    return shlex.join(["kubectl", "get", "deployments,statefulsets,daemonsets", "-n", namespace])


def show_labels(namespace: str) -> str:
    """The pods of a namespace with their labels."""
    return shlex.join(["kubectl", "get", "pods", "-n", namespace, "--show-labels"])


def describe_node(name: str) -> str:
    """Everything about a node, its conditions among it."""
    return shlex.join(["kubectl", "describe", "node", name])


def those_there_are(missing: "Cause", namespace: str) -> str:
    """Which objects of a kind there are, where one is missing; which keys one has, where it lacks a key.

    `kubectl describe secret` prints keys and sizes, and no value.
    """
    kind = missing.subject_kind.lower()
    verb = ["describe", kind, missing.subject] if "has no key" in missing.why else ["get", kind]
    return shlex.join(["kubectl", *verb, "-n", namespace])


def kubectl_name(kind: Kind) -> str:
    """What kubectl takes for a kind and nothing else: its plural, with its group where that is no built-in one."""
    return kind.resource if kind.built_in else f"{kind.resource}.{group_of(kind.api_version)}"


def describe_referrer(traced: "TracedReferrer") -> str:
    """Everything about a route or another object that names Services, its events at the end."""
    words = ["kubectl", "describe", kubectl_name(traced.api_kind), traced.name]
    return shlex.join([*words, *(["-n", traced.namespace] if traced.namespace else [])])
