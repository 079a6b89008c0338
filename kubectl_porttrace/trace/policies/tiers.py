"""What a tier of cluster-wide policies makes of a connection: the first rule that matches, by priority and place.

Where objects leave open which rule that is, there are several rulings: what decides may be unread, and of policies with
one priority an implementation may take any (`clusternetworkpolicy_types.go:ClusterNetworkPolicySpec.Priority`). So it
is between ClusterNetworkPolicy and the kinds before it, which say nothing of one another.

Source: kube-network-policies `plugins/npa-v1alpha2/clusternetworkpolicy.go`, `plugins/npa-v1alpha1/*.go`, which are
held against this in the tests.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from kubectl_porttrace.model.cluster_policy import Action, ClusterPolicy, ClusterRule, Tier, rules_of
from kubectl_porttrace.model.network_policy import Direction
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.answers import Answer, all_of
from kubectl_porttrace.trace.policies.cluster_rules import covers, is_among
from kubectl_porttrace.trace.policies.cluster_subjects import applying, tier_unread
from kubectl_porttrace.trace.policies.peer import Peer


class Ruling(msgspec.Struct, frozen=True):
    """What a tier may make of a connection, by which rule; `action` is None where no rule matches.

    `policy` is None where that is so, and where policies were not read.
    """

    action: Action | None
    policy: ClusterPolicy | None = None
    direction: Direction = "Ingress"
    place: int = 0

    @property
    def path(self) -> str:
        """The field path of the rule."""
        return f"spec.{self.direction.lower()}[{self.place}]"


class ConnectionSide(msgspec.Struct, frozen=True):
    """A connection as one of its ends sees it: a pod of its own, the other end, and the port of the destination."""

    direction: Direction
    subject: Peer
    peer: Peer
    protocol: str
    number: int

    @property
    def destination(self) -> Pod | None:
        """The pod that serves the port; None for an address."""
        return self.subject.pod if self.direction == "Ingress" else self.peer.pod


NO_RULE = Ruling(None)
ANYTHING = (NO_RULE, Ruling("Accept"), Ruling("Deny"), Ruling("Pass"))


def rulings(snapshot: Snapshot, tier: Tier, asked: ConnectionSide) -> tuple[Ruling, ...]:
    """What a tier may make of a connection: one ruling where objects decide it.

    A pod on its node's network is subject to no policy of the cluster (`ClusterNetworkPolicySubject`).
    """
    if asked.subject.pod is None or asked.subject.on_host_network:
        return (NO_RULE,)
    apis = applying(snapshot, tier, asked.subject.pod)
    found = [_ladder(_in_any_order(_of_one(*each, asked) for each in group) for group in groups) for groups in apis]
    return _in_any_order([*found, ANYTHING] if tier_unread(snapshot, tier) else found)


def _of_one(policy: ClusterPolicy, selected: Answer, asked: ConnectionSide) -> tuple[Ruling, ...]:
    """What one policy may make of it: `selected` says whether it is about the pod at all."""
    found: list[Ruling] = []
    for place, rule in rules_of(policy, asked.direction):
        matched = all_of((selected, covers(rule, asked.destination, asked.protocol, asked.number), _meant(rule, asked)))
        if matched is False:
            continue
        found += _said(rule, policy, asked.direction, place)
        if matched:
            return tuple(found)
    return (*found, NO_RULE)


def _meant(rule: ClusterRule, asked: ConnectionSide) -> Answer:
    return is_among(rule, asked.peer)


def _said(rule: ClusterRule, policy: ClusterPolicy, direction: Direction, place: int) -> Iterator[Ruling]:
    """What a rule makes of what it matches; a peer of an unknown form makes a denial of it, unless it accepts."""
    unknown = any(not each.known for each in rule.peers)
    actions: Sequence[Action | None] = (rule.decides,) if rule.decides else ("Accept", "Deny", "Pass")
    for action in actions:
        yield Ruling("Deny" if unknown and action == "Pass" else action, policy, direction, place)


def _ladder(steps: Iterable[Sequence[Ruling]]) -> tuple[Ruling, ...]:
    """What comes of steps of which each is taken only where the one before it decided nothing."""
    found: list[Ruling] = []
    for step in steps:
        found += (each for each in step if each.action)
        if all(each.action for each in step):
            return tuple(found)
    return (*found, NO_RULE)


def _in_any_order(alternatives: Iterable[Sequence[Ruling]]) -> tuple[Ruling, ...]:
    """What comes of several that may be taken in any order: whatever any decides, and nothing only where all may."""
    alternatives = tuple(alternatives)
    decided = tuple(each for some in alternatives for each in some if each.action)
    silent = all(any(each.action is None for each in some) for some in alternatives)
    return (*decided, NO_RULE) if silent else decided
