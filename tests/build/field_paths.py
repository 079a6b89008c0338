"""Whether a field path exists: in its kind, by the API's own types, and in its object, where it counts elements.

Without a cluster the types are those of the API's client; with one, those of the API server's own OpenAPI
(`tests/cluster/openapi.py`).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from kubernetes.client import models

from kubectl_porttrace.model.kinds import kind_of
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import Workload
from tests.build.decoded_types import CUSTOM, decoded_types

KINDS = (
    *("Service", "Pod", "EndpointSlice", "Endpoints", "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"),
    *("ReplicationController", "Job", "CronJob", "Node", "Ingress", "IngressClass", "HorizontalPodAutoscaler"),
    *("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration", "APIService", "CustomResourceDefinition"),
    *("ServiceMonitor", "PodMonitor", "NetworkPolicy"),
)
"""The kinds that a finding may name a field of."""

_STEP = re.compile(
    r"""\.(?P<field>[A-Za-z]\w*) | \[(?P<index>\d+)\]
    | \[\?\(@\.(?P<by>\w+)=="(?P<value>[^"]*)"\)\] | \[(?P<key>[^\[\]?()]+)\]""",
    re.VERBOSE,
)
_OF_THE_OPERATOR: Mapping[str, Mapping[str, str]] = {
    "ServiceMonitor": {"metadata": "V1ObjectMeta", "spec": "ServiceMonitorSpec"},
    "ServiceMonitorSpec": {"selector": "V1LabelSelector", "endpoints": "list[Endpoint]"},
    "Endpoint": {"port": "str", "targetPort": "object"},
    "PodMonitor": {"metadata": "V1ObjectMeta", "spec": "PodMonitorSpec"},
    "PodMonitorSpec": {"selector": "V1LabelSelector", "podMetricsEndpoints": "list[PodMetricsEndpoint]"},
    "PodMetricsEndpoint": {"port": "str", "portNumber": "int", "targetPort": "object"},
}
"""The types of the Prometheus operator, as far as findings name their fields
(`prometheus-operator/pkg/apis/monitoring/v1`)."""
_CONTAINER = re.compile(r"(?P<container>list|dict)[\[(](?:str, )?(?P<inner>.+)[\])]", re.IGNORECASE)

Types = Callable[[str], Mapping[str, str]]
"""The fields of a kind or of a type of its fields, each with its type: `Pod`, `list[V1Container]`, `dict(str, str)`."""


@dataclass(frozen=True)
class Step:
    """One step of a path: a field, an element by number or by a field of its own, or a key of a map."""

    field: str | None
    index: str | None
    by: str | None
    value: str | None
    key: str | None


def client_types(type_: str) -> Mapping[str, str]:
    """The types of the API's client, and ours of custom resources; no fields for text, numbers, lists and maps."""
    if type_ in decoded_types():
        return decoded_types()[type_]
    version = "V2" if type_ == "HorizontalPodAutoscaler" else "V1"
    return _OF_THE_OPERATOR.get(type_) or _fields(f"{version}{type_}" if type_ in KINDS else type_)


def fault(kind: str, path: str, content: object = None, types: Types = client_types) -> str | None:
    """What is wrong with a field path.

    Args:
        kind: the kind of the object.
        path: the path, as a finding has it; the empty one is the object itself.
        content: the object as JSON values, as far as it is known; None where it is not.
        types: the types of the API.

    Returns:
        The first step that does not exist, in words; None where the path resolves. A field that the kind has and the
        object leaves out resolves; an element that a list does not have does not.
    """
    if not path:
        return None
    if kind not in (*KINDS, *CUSTOM):
        return f"{kind} is no kind whose fields are known"
    type_, at = kind, content
    for step in steps(path):
        if step is None:
            return f"{path} is not written as a field path is"
        inner = _inner_type(type_, step, types)
        if inner is None:
            return f"{kind} has no {path}: {type_} has no {step.field or step.key or step.index or step.by}"
        if content is not None and step.index is not None and not _has(at, int(step.index)):
            return f"{path} counts more elements than the {kind} has"
        type_, at = inner, _value(at, step)
    return None


def steps(path: str) -> Iterator[Step | None]:
    """The steps of a path; None for what is none."""
    rest = f".{path}"
    while rest:
        found = _STEP.match(rest)
        yield Step(**found.groupdict()) if found else None
        rest = rest[found.end() :] if found else ""


def _inner_type(type_: str, step: Step, types: Types) -> str | None:
    """The type that a step leads to; None where it leads nowhere."""
    container = _CONTAINER.fullmatch(type_)
    if step.field is not None:
        return types(type_).get(step.field)
    if container is None or (step.key is not None) != (container["container"].lower() == "dict"):
        return None
    if step.by is not None and step.by not in types(container["inner"]):
        return None
    return container["inner"]


@cache
def _fields(type_: str) -> Mapping[str, str]:
    model = getattr(models, type_, None)
    return {model.attribute_map[name]: of for name, of in model.openapi_types.items()} if model else {}


def content_of(snapshot: Snapshot, kind: str, namespace: str | None, name: str) -> object:
    """An object of a snapshot as JSON values; None where the snapshot has none of that name, or not all of it."""
    everything = (each for those in snapshot.objects.values() for each in those)
    found = next((each for each in everything if _identity(each) == (kind, namespace, name)), None)
    # Of a workload often only the metadata is read, and then its containers are not known.
    known = found is not None and (not isinstance(found, Workload) or found.template is not None)
    return msgspec.to_builtins(found) if known else None


def _identity(each: KubernetesObject) -> tuple[str, str, str]:
    return kind_of(each).name, each.namespace, each.name


def _has(at: object, index: int) -> bool:
    return isinstance(at, list | tuple) and index < len(at)


def _value(at: Any, step: Step) -> Any:
    if at is None:
        return None
    if step.index is not None:
        return at[int(step.index)] if _has(at, int(step.index)) else None
    if step.by is not None:
        return next((each for each in at if each.get(step.by) == step.value), None)
    return at.get(step.field or step.key) if isinstance(at, dict) else None
