"""One end of a connection, as the rules of policies see it."""

import msgspec

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.labels import Labels, namespace_labels

ANYWHERE = {"IPv4": "0.0.0.0/0", "IPv6": "::/0"}
"""Every address of a family: what a client outside of the cluster may have."""


class Peer(msgspec.Struct, frozen=True):
    """A pod with its address, or addresses outside of the cluster.

    Attributes:
        address: an address, or a network where the peer may be any of it; None where it is not known.
        pod: the pod; None where it is none.
        namespace: the labels of the pod's namespace.
    """

    address: str | None
    pod: Pod | None = None
    namespace: Labels = Labels({}, complete=False)

    @property
    def labels(self) -> Labels:
        """The pod's own labels."""
        return Labels(self.pod.labels if self.pod else {})

    @property
    def on_host_network(self) -> bool:
        """Whether it is a pod with the address of its node, which most implementations take for the node."""
        return self.pod is not None and self.pod.spec.host_network


def pod_peer(snapshot: Snapshot, pod: Pod, address: str | None = None) -> Peer:
    """A pod as a peer, with one of its addresses: by default its first, and none for a template."""
    own = pod.ips[0] if pod.ips else None
    return Peer(address or own, pod, namespace_labels(snapshot, pod.namespace))
