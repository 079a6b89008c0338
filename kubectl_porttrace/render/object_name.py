"""How a screen names an API object: as kubectl and this command take it."""

from collections.abc import Mapping
from types import MappingProxyType

from kubectl_porttrace.report.v1 import ObjectReference

SHORT: Mapping[str, str] = MappingProxyType(
    {"Ingress": "ing", "Deployment": "deploy", "StatefulSet": "sts", "DaemonSet": "ds", "ReplicaSet": "rs"}
)
"""kubectl's own short names, where a kind has one that says what it is."""


def kind_and_name(kind: str, name: str) -> str:
    """`ing/shop`; a Service is called by its name alone, as it is asked for, and so is an address."""
    return name if kind in {"Service", "Address"} else f"{SHORT.get(kind, kind.lower())}/{name}"


def where_and_name(reference: ObjectReference) -> str:
    """`shop/web` for a Service, `shop/ing/web` for another object, without the namespace for one that has none."""
    name = kind_and_name(reference.kind, reference.name)
    return f"{reference.namespace}/{name}" if reference.namespace else name
