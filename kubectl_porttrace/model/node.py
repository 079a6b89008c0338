"""What pods run on, and where node ports are open."""

import msgspec

from kubectl_porttrace.model.meta import Condition, KubernetesObject, Value

ZONE = "topology.kubernetes.io/zone"
EXCLUDED_FROM_BALANCERS = "node.kubernetes.io/exclude-from-external-load-balancers"
"""The label by which a node is left out of load balancers (`k8s.io/cloud-provider/controllers/service`)."""


class NodeAddress(Value, frozen=True):
    """One address of a node, of the type InternalIP, ExternalIP, Hostname, or another."""

    type: str = ""
    address: str = ""


class NodeStatus(Value, frozen=True):
    """`status` of a Node: empty where only its metadata was read; `allocatable` is what it has for all its pods."""

    conditions: tuple[Condition, ...] = ()
    allocatable: dict[str, int | float | str] = msgspec.field(default_factory=dict)
    addresses: tuple[NodeAddress, ...] = ()


class Taint(Value, frozen=True):
    """What keeps pods from a node that do not tolerate it."""

    key: str = ""
    value: str = ""
    effect: str = ""


class Toleration(Value, frozen=True):
    """What lets a pod be on a node with a taint: an empty key with `Exists` stands for all, an empty effect too."""

    key: str = ""
    operator: str = ""
    value: str = ""
    effect: str = ""


class NodeSpec(Value, frozen=True):
    """`spec` of a Node: empty where only its metadata was read. `unschedulable` is what `kubectl cordon` sets."""

    unschedulable: bool = False
    taints: tuple[Taint, ...] = ()


class Node(KubernetesObject, frozen=True):
    """A node."""

    spec: NodeSpec = NodeSpec()
    status: NodeStatus = NodeStatus()

    @property
    def ready_condition(self) -> Condition | None:
        """Its Ready condition; None where only its metadata was read."""
        return next((condition for condition in self.status.conditions if condition.type == "Ready"), None)

    @property
    def host_ips(self) -> tuple[str, ...]:
        """Its own addresses, one of each family, an InternalIP before an ExternalIP; none where they were not read.

        At these kube-proxy serves node ports in every mode, unless it is told others by `nodePortAddresses`.

        Source: `pkg/util/node/node.go:GetNodeHostIPs`, `cmd/kube-proxy/app/server.go:detectNodeIPs`.
        """
        ips = [each.address for type_ in ("InternalIP", "ExternalIP") for each in self._of_type(type_)]
        first = {":" in ip: ip for ip in reversed(ips)}
        return tuple(ip for ip in dict.fromkeys(ips) if first[":" in ip] == ip)

    def _of_type(self, type_: str) -> tuple[NodeAddress, ...]:
        return tuple(each for each in self.status.addresses if each.type == type_ and each.address)
