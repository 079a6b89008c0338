"""Who owns an address: the value, which what looks for owners makes."""

from typing import Literal

import msgspec

from kubectl_porttrace.model.service import PortKey

OwnerWay = Literal[
    "ClusterIP",
    "LoadBalancer",
    "ExternalIP",
    "NodePort",
    "HealthCheckNodePort",
    "HostPort",
    "HostNetwork",
    "Node",
    "Pod",
    "Endpoint",
    "OtherNumber",
    "Name",
    "EndpointName",
    "Alias",
]
"""As what somebody owns it. `OtherNumber` is a Service that knows the number, but not as a port of nodes.

A name in the cluster's DNS leads to the Service's cluster IPs (`Name`), to its endpoints themselves (`EndpointName`),
or to another name (`Alias`).
"""

MOST_FOLLOWED = 20
"""So many owners of one address are followed: a port of nodes may have thousands of pods."""


class AddressOwner(msgspec.Struct, frozen=True):
    """An object that owns an address.

    Attributes:
        way: as what.
        kind: the object's kind.
        namespace: its namespace, empty for a node.
        name: its name; empty for any node.
        ports: the Service ports to which the number leads there; of `OtherNumber`, those that know the number.
    """

    way: OwnerWay
    kind: str
    namespace: str
    name: str
    ports: tuple[PortKey, ...] = ()

    @property
    def of_service(self) -> bool:
        """Whether it is a Service."""
        return self.kind == "Service"
