"""Which object an allocated address belongs to, as the API server notes it under the address's own name."""

import msgspec

from kubectl_porttrace.model.meta import KubernetesObject, Value


class ParentReference(Value, frozen=True):
    """Whom an address was allocated for: `resource` is the plural, the group of Services is empty."""

    group: str = ""
    resource: str = ""
    namespace: str = ""
    name: str = ""


class IPAddressSpec(Value, frozen=True):
    """`spec` of an IPAddress."""

    parent_ref: ParentReference = msgspec.field(name="parentRef", default=ParentReference())


class IPAddress(KubernetesObject, frozen=True):
    """An allocated cluster IP; its name is the address in canonical form (`api/networking/v1/types.go:IPAddress`)."""

    spec: IPAddressSpec = IPAddressSpec()

    @property
    def service(self) -> tuple[str, str] | None:
        """Namespace and name of the Service that has it; None where something else has."""
        parent = self.spec.parent_ref
        return (parent.namespace, parent.name) if (parent.group, parent.resource) == ("", "services") else None
