"""What could not be read."""

from typing import Literal

import msgspec

UnreadReason = Literal["forbidden", "not-served", "not-requested", "error"]

PODS_ELSEWHERE = "pods in other namespaces"
"""What `Unread.resource` says where only the pods of the Service's own namespace were read."""

SERVICES_ELSEWHERE = "services in other namespaces"
"""What `Unread.resource` says where it is unknown whether an address is another Service's cluster IP."""

SLICES_ELSEWHERE = "endpointslices in other namespaces"
"""What `Unread.resource` says where it is unknown whether an address is that of an endpoint."""

NODE_ADDRESSES = "addresses of nodes"
"""What `Unread.resource` says where a node port's addresses are not all known."""

SERVICE_LB_PODS = "pods of ServiceLB"
"""What `Unread.resource` says where the pods that K3s makes for a load balancer could not be read."""

ALIASED_SLICES = "endpointslices of a Service that an ExternalName stands for"
"""What `Unread.resource` says where these were not read: they may be in another namespace."""

ALIASES = "services of type ExternalName"
"""What `Unread.resource` says where those that may stand for a Service were not read."""

POLICIES_ELSEWHERE = "networkpolicies in other namespaces"
"""What `Unread.resource` says where those that say whom pods of other namespaces reach were not read."""

KINDS_OF_API = "kinds of the API"
"""What `Unread.resource` says where the server does not say which kinds it has."""


class Unread(msgspec.Struct, frozen=True, dict=True):
    """A resource that was not read. `namespace` is None where that holds cluster-wide."""

    resource: str
    namespace: str | None
    reason: UnreadReason
    message: str

    @property
    def failed(self) -> bool:
        """Whether it was asked for and not given: it is there, or may be."""
        return self.reason in {"forbidden", "error"}
