"""What a Service's metadata tell of who wrote it."""

import msgspec

from kubectl_porttrace.model.meta import AnnotatedMeta, ManagedFieldsEntry, Value


class PortFields(Value, frozen=True):
    """Of one port, whether a manager wrote its node port."""

    node_port: dict[str, str] | None = msgspec.field(name="f:nodePort", default=None)


class SpecFields(Value, frozen=True):
    """The ports that a manager wrote something of, by `k:{"port":80,"protocol":"TCP"}`."""

    ports: dict[str, PortFields] = msgspec.field(name="f:ports", default_factory=dict)


class ServiceFields(Value, frozen=True):
    """`fieldsV1`, as far as it tells who wrote node ports."""

    spec: SpecFields = msgspec.field(name="f:spec", default=SpecFields())


class ServiceFieldsEntry(ManagedFieldsEntry, frozen=True):
    """When one manager last wrote the Service, and which node ports it wrote."""

    fields_v1: ServiceFields = msgspec.field(name="fieldsV1", default=ServiceFields())


class ServiceMeta(AnnotatedMeta, frozen=True):
    """Metadata of a Service."""

    managed_fields: tuple[ServiceFieldsEntry, ...] = ()
