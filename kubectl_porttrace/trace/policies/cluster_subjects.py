"""Which cluster-wide policies are about a pod, in the order in which their rules are looked at."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from kubectl_porttrace.model.cluster_policy import (
    AdminNetworkPolicy,
    BaselineAdminNetworkPolicy,
    ClusterNetworkPolicy,
    ClusterPolicy,
    PolicySubject,
    Tier,
)
from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.answers import Answer
from kubectl_porttrace.trace.policies.cluster_rules import chosen_pods
from kubectl_porttrace.trace.policies.labels import Labels, matches, namespace_labels

Selected: TypeAlias = tuple[ClusterPolicy, Answer]
"""A policy, and whether it is about a pod; None where that is not known."""

PriorityGroups: TypeAlias = tuple[tuple[Selected, ...], ...]
"""Policies by priority: those of one priority have no order."""

_TIERS: Mapping[str, tuple[tuple[type[ClusterPolicy], str], ...]] = {
    "Admin": ((ClusterNetworkPolicy, "clusternetworkpolicies"), (AdminNetworkPolicy, "adminnetworkpolicies")),
    "Baseline": (
        (ClusterNetworkPolicy, "clusternetworkpolicies"),
        (BaselineAdminNetworkPolicy, "baselineadminnetworkpolicies"),
    ),
}
"""The kinds that have policies of each tier."""


def applying(snapshot: Snapshot, tier: Tier, pod: Pod) -> tuple[PriorityGroups, ...]:
    """The policies of a tier that are, or may be, about a pod: those of each API by themselves."""
    known = snapshot.once(_known)
    case = tier, pod.namespace, frozenset(pod.labels.items())
    if case not in known:
        known[case] = tuple(_groups(snapshot, tier, pod))
    return known[case]


def any_cluster_policy(snapshot: Snapshot) -> bool:
    """Whether policies of any tier were read at all."""
    return any(snapshot.all_of(model) for kinds in _TIERS.values() for model, _ in kinds)


def cluster_policies_of(snapshot: Snapshot, pod: Pod) -> tuple[ClusterPolicy, ...]:
    """The policies of all tiers that are about a pod."""
    if pod.spec.host_network or not snapshot.once(any_cluster_policy):
        return ()
    tiers: tuple[Tier, ...] = ("Admin", "Baseline")
    groups = (group for tier in tiers for api in applying(snapshot, tier, pod) for group in api)
    return tuple(policy for group in groups for policy, selected in group if selected)


def tier_unread(snapshot: Snapshot, tier: Tier) -> bool:
    """Whether policies of a tier could not be read."""
    return any(not snapshot.was_read(resource) for _, resource in _TIERS[tier])


_Case = tuple[str, str, frozenset[tuple[str, str]]]


def _known(_snapshot: Snapshot) -> dict[_Case, tuple[PriorityGroups, ...]]:
    return {}


def _groups(snapshot: Snapshot, tier: Tier, pod: Pod) -> Iterator[PriorityGroups]:
    for model, _ in _TIERS[tier]:
        policies = [each for each in snapshot.all_of(model) if each.tier == tier]
        if not policies:
            continue
        namespace = namespace_labels(snapshot, pod.namespace)
        ordered = sorted(policies, key=lambda policy: (policy.spec.priority, policy.name))
        selected = [(each, is_subject(each.spec.subject, Labels(pod.labels), namespace)) for each in ordered]
        groups = _by_priority(each for each in selected if each[1] is not False)
        if groups:
            yield groups


def is_subject(subject: PolicySubject, labels: Labels, namespace: Labels) -> Answer:
    """Whether a policy's subject is a pod with these labels, in a namespace with those; None for an unknown form."""
    if subject.pods is not None:
        return chosen_pods(subject.pods, labels, namespace)
    return _matches(subject.namespaces, namespace)


def _matches(selector: LabelSelector | None, labels: Labels) -> Answer:
    return None if selector is None else matches(selector, labels)


def _by_priority(selected: Iterable[Selected]) -> PriorityGroups:
    groups: defaultdict[int, list[Selected]] = defaultdict(list)
    for each in selected:
        groups[each[0].spec.priority].append(each)
    return tuple(tuple(group) for group in groups.values())
