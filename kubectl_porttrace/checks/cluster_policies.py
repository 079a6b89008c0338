"""Cluster-wide policies that decided, in words: which object, which rule, and what to change."""

from kubectl_porttrace.findings import ObjectReference
from kubectl_porttrace.model.cluster_policy import rules_of
from kubectl_porttrace.trace.policies.tiers import Ruling


def title_of(ruling: Ruling) -> str:
    """The policy as kubectl takes it."""
    return ruling.policy.title if ruling.policy is not None else ""


def cluster_reference(ruling: Ruling) -> ObjectReference:
    """The policy as the object to change."""
    kind = type(ruling.policy).__name__
    return ObjectReference(kind=kind, namespace=None, name=ruling.policy.name if ruling.policy is not None else "")


def in_which_rule(ruling: Ruling) -> str:
    """Tier, priority and rule: `tier Admin, priority 10, spec.ingress[0] "deny-all"`."""
    policy = ruling.policy
    if policy is None:
        return ""
    names = {place: rule.name for place, rule in rules_of(policy, ruling.direction)}
    named = f' "{names[ruling.place]}"' if names[ruling.place] else ""
    return f"tier {policy.tier}, priority {policy.spec.priority}, {ruling.path}{named}"
