"""What every API object carries: identity, labels, owners, ages."""

from typing import Final

import msgspec

from kubectl_porttrace.model.times import Time

LAST_APPLIED: Final = "kubectl.kubernetes.io/last-applied-configuration"
"""The annotation in which `kubectl apply` notes all of what it was given."""


class Value(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True, gc=False):
    """A part of an API object. Fields left out here are dropped when decoding."""


class OwnerReference(Value, frozen=True):
    """The object this one belongs to; `controller` marks the one that manages it."""

    kind: str
    name: str
    uid: str = ""
    controller: bool = False


class ObjectReference(Value, frozen=True):
    """A pointer to another object, as in `targetRef` and `involvedObject`; `field_path` to a part of it."""

    kind: str = ""
    name: str = ""
    namespace: str = ""
    uid: str = ""
    field_path: str = ""


class ManagedFieldsEntry(Value, frozen=True):
    """When one manager last wrote the object, and how (`Apply` or `Update`); what it wrote is not kept."""

    time: Time | None = None
    operation: str = ""
    manager: str = ""
    subresource: str = ""


class ObjectMeta(Value, frozen=True):
    """Metadata without annotations, for the kinds that come by the thousand."""

    name: str = ""
    namespace: str = ""
    labels: dict[str, str] = {}
    uid: str = ""
    creation_timestamp: Time | None = None
    deletion_timestamp: Time | None = None
    deletion_grace_period_seconds: int = 0
    owner_references: tuple[OwnerReference, ...] = ()
    finalizers: tuple[str, ...] = ()

    @property
    def controller(self) -> OwnerReference | None:
        """The owner that manages this object, if it has one."""
        for owner in self.owner_references:
            if owner.controller:
                return owner
        return None


class AnnotatedMeta(ObjectMeta, frozen=True):
    """Metadata with annotations and write times, for the kinds where these decide something."""

    annotations: dict[str, str] = {}
    generation: int = 0
    managed_fields: tuple[ManagedFieldsEntry, ...] = ()
    resource_version: str = ""


class Condition(Value, frozen=True):
    """One entry of `status.conditions`; `observed_generation` is the object's own that it is about."""

    type: str
    status: str = "Unknown"
    reason: str = ""
    message: str = ""
    last_transition_time: Time | None = None
    observed_generation: int | None = None


class KubernetesObject(Value, frozen=True):
    """What all kinds share: the key they are indexed by."""

    metadata: ObjectMeta = ObjectMeta()

    @property
    def name(self) -> str:
        """`metadata.name`."""
        return self.metadata.name

    @property
    def namespace(self) -> str:
        """`metadata.namespace`; empty for cluster-scoped kinds."""
        return self.metadata.namespace

    @property
    def key(self) -> tuple[str, str]:
        """Namespace and name: the identity of an object among its kind."""
        return (self.metadata.namespace, self.metadata.name)
