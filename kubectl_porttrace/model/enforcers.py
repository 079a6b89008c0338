"""Objects of network plugins that show which of them is at work, where they judge NetworkPolicies in ways of their own.

Source: amazon-network-policy-controller-k8s `pkg/policyendpoints/manager.go`, which makes a PolicyEndpoint owned by
each NetworkPolicy; cilium `pkg/k8s/apis/cilium.io/v2/types.go:CiliumNode`, which its agent keeps for its own node.
"""

from kubectl_porttrace.model.meta import KubernetesObject, ObjectMeta


class PolicyEndpoint(KubernetesObject, frozen=True):
    """What AWS's controller makes of a NetworkPolicy for its agent."""

    metadata: ObjectMeta = ObjectMeta()

    @property
    def policy(self) -> str:
        """The name of the NetworkPolicy; empty where it is not said."""
        return next((owner.name for owner in self.metadata.owner_references if owner.kind == "NetworkPolicy"), "")


class CiliumNode(KubernetesObject, frozen=True):
    """A node on which Cilium's agent is, or was, at work."""

    metadata: ObjectMeta = ObjectMeta()
