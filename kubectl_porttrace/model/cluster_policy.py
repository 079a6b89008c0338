"""Policies of the whole cluster, in tiers around NetworkPolicy: ClusterNetworkPolicy, and what came before it.

Source: network-policy-api `apis/v1alpha2/clusternetworkpolicy_types.go`, `apis/v1alpha1/*_types.go`.
"""

from collections.abc import Iterator
from typing import Literal, TypeAlias

import msgspec

from kubectl_porttrace.model.cluster_ports import AdminNetworkPolicyPort, ClusterNetworkPolicyProtocol, PortMatch
from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.meta import KubernetesObject, ObjectMeta, Value
from kubectl_porttrace.model.network_policy import Direction

Tier = Literal["Admin", "Baseline"]
Action = Literal["Accept", "Deny", "Pass"]


class NamespacedPod(Value, frozen=True):
    """Pods by their labels, in namespaces by theirs; an empty selector is all."""

    namespace_selector: LabelSelector = LabelSelector()
    pod_selector: LabelSelector = LabelSelector()


class PolicySubject(Value, frozen=True):
    """The pods that a policy is about."""

    namespaces: LabelSelector | None = None
    pods: NamespacedPod | None = None


class ClusterPeer(Value, frozen=True):
    """The other end: exactly one field is set; none of them where the form is newer than these."""

    namespaces: LabelSelector | None = None
    pods: NamespacedPod | None = None
    nodes: LabelSelector | None = None
    networks: tuple[str, ...] = ()
    domain_names: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether its form is known."""
        return self != _NO_PEER

    @property
    def every_pod(self) -> bool:
        """Whether it is every pod that is not on its node's network."""
        return self.namespaces == _ALL or self.pods == _ALL_PODS


_ALL = LabelSelector()
_ALL_PODS = NamespacedPod()
_NO_PEER = ClusterPeer()


class ClusterRule(Value, frozen=True):
    """One rule: what becomes of connections with any of these peers, on any of these ports; none listed is all ports.

    `protocols` is how ClusterNetworkPolicy says the ports, `ports` how the kinds before it do, which also say `Allow`.
    """

    action: str = ""
    name: str = ""
    peers: tuple[ClusterPeer, ...] = ()
    protocols: tuple[ClusterNetworkPolicyProtocol, ...] = ()
    ports: tuple[AdminNetworkPolicyPort, ...] = ()

    @property
    def decides(self) -> Action | None:
        """What it makes of a connection; None for a word that is not known."""
        return _ACTIONS.get(self.action)

    @property
    def matches(self) -> tuple[PortMatch, ...]:
        """The ports it is about, whichever way they are written; none for all of them."""
        return (*(each.match for each in self.protocols), *(each.match for each in self.ports))


_ACTIONS: dict[str, Action] = {"Accept": "Accept", "Allow": "Accept", "Deny": "Deny", "Pass": "Pass"}


class ClusterIngressRule(ClusterRule, frozen=True):
    """What becomes of connections to the subject."""

    peers: tuple[ClusterPeer, ...] = msgspec.field(name="from", default=())


class ClusterEgressRule(ClusterRule, frozen=True):
    """What becomes of connections from the subject."""

    peers: tuple[ClusterPeer, ...] = msgspec.field(name="to", default=())


class ClusterPolicySpec(Value, frozen=True):
    """`spec` of all three kinds; `tier` and `priority` where they have them."""

    tier: str = ""
    priority: int = 0
    subject: PolicySubject = PolicySubject()
    ingress: tuple[ClusterIngressRule, ...] = ()
    egress: tuple[ClusterEgressRule, ...] = ()


class ClusterNetworkPolicy(KubernetesObject, frozen=True):
    """Before NetworkPolicy or after it, by its tier."""

    metadata: ObjectMeta = ObjectMeta()
    spec: ClusterPolicySpec = ClusterPolicySpec()

    @property
    def tier(self) -> str:
        """Which of the two."""
        return self.spec.tier

    @property
    def title(self) -> str:
        """As kubectl takes it."""
        return f"clusternetworkpolicy/{self.name}"


class AdminNetworkPolicy(KubernetesObject, frozen=True):
    """Before NetworkPolicy."""

    metadata: ObjectMeta = ObjectMeta()
    spec: ClusterPolicySpec = ClusterPolicySpec()

    @property
    def tier(self) -> Tier:
        """Always the first."""
        return "Admin"

    @property
    def title(self) -> str:
        """As kubectl takes it."""
        return f"adminnetworkpolicy/{self.name}"


class BaselineAdminNetworkPolicy(KubernetesObject, frozen=True):
    """After NetworkPolicy; there is one at most, with the name `default`."""

    metadata: ObjectMeta = ObjectMeta()
    spec: ClusterPolicySpec = ClusterPolicySpec()

    @property
    def tier(self) -> Tier:
        """Always the last."""
        return "Baseline"

    @property
    def title(self) -> str:
        """As kubectl takes it."""
        return f"baselineadminnetworkpolicy/{self.name}"


ClusterPolicy: TypeAlias = ClusterNetworkPolicy | AdminNetworkPolicy | BaselineAdminNetworkPolicy
"""A policy of the whole cluster whose rules are judged."""

CLUSTER_POLICIES: tuple[type[ClusterPolicy], ...] = (
    ClusterNetworkPolicy,
    AdminNetworkPolicy,
    BaselineAdminNetworkPolicy,
)


def rules_of(policy: ClusterPolicy, direction: Direction) -> Iterator[tuple[int, ClusterRule]]:
    """The rules of one direction with their places, in the order in which they are looked at."""
    return enumerate(policy.spec.ingress if direction == "Ingress" else policy.spec.egress)
