"""How the schema differs from what the API server's JSON says: parts that stay packed, and what JSON leaves out."""

from collections.abc import Mapping
from typing import Final

UNPACKED_AS: Final[Mapping[str, str]] = {
    "ObjectMeta.labels": "Pair",
    "ObjectMeta.ownerReferences": "OwnerReference",
    "ObjectMeta.managedFields": "ManagedFieldsEntry",
    "PodSpec.containers": "Container",
    "PodSpec.initContainers": "Container",
    "PodSpec.nodeSelector": "Pair",
    "PodSpec.tolerations": "Toleration",
    "PodStatus.conditions": "PodCondition",
    "ContainerStatus.lastState": "ContainerState",
    "ContainerStatus.state": "ContainerState",
    "Endpoint.conditions": "EndpointConditions",
}
"""The parts that are unpacked once for all objects of a list in which they are equal -> as what message."""

UNEQUAL: Final = frozenset({"Container"})
"""The packed messages that hold something else in every object among what is not read here.

A container mounts the token of its ServiceAccount from a volume whose name ends at random
(`plugin/pkg/admission/serviceaccount/admission.go:mountServiceAccountToken`).
"""

SHARED: Final = frozenset(
    {
        "ContainerStatus.name",
        "Endpoint.nodeName",
        "Endpoint.zone",
        "ObjectMeta.namespace",
        "ObjectReference.kind",
        "ObjectReference.namespace",
        "PodSpec.nodeName",
        "PodStatus.phase",
    }
)
"""Texts that many objects of a list have in common, and that are kept in memory once."""

OMITTED_WHEN_ZERO: Final = frozenset(
    {
        "Condition.observedGeneration",
        "ContainerPort.protocol",
        "EndpointAddress.hostname",
        "EndpointPort.protocol",
        "PodCondition.observedGeneration",
        "Probe.failureThreshold",
        "Probe.periodSeconds",
        "ServicePort.protocol",
        "ServiceSpec.sessionAffinity",
        "ServiceSpec.type",
    }
)
"""What JSON omits where it is zero or empty (`omitempty`), and protobuf never, of the fields whose default is neither.

A field that is a pointer in Go is absent from both where it is nil, and written in both where it is zero.
"""

EMBEDDED: Final[Mapping[str, str]] = {"Probe": "handler", "IngressRule": "ingressRuleValue"}
"""The messages with a part whose fields JSON has beside the others (`json:",inline"`) -> the field of that part."""
