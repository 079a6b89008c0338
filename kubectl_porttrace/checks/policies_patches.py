"""Patches of NetworkPolicies that open what was meant to be open, and close nothing."""

from collections.abc import Sequence

from kubectl_porttrace.checks.commands import patch_policy
from kubectl_porttrace.checks.denials import Denial, Near
from kubectl_porttrace.trace.policies.reason import PlacedRule


def admit_beside(near: Sequence[Near], denial: Denial) -> str | None:
    """Admit the pods' port to those whom a rule admits to another one; None where several rules may be meant.

    The port that is there stays: other pods of the policy may serve it.
    """
    rules = {(each.policy.name, each.rule): each for each in near}
    if len(rules) != 1:
        return None
    ((_, only),) = rules.items()
    port = {"protocol": denial.protocol, "port": denial.number}
    return patch_policy(only.policy, ("add", f"/spec/ingress/{only.rule}/ports/-", port))


def admit_port(near: Sequence[PlacedRule], field: str, protocol: str, number: int) -> str | None:
    """Admit a port to those whom one rule admits to others; None where no rule or several may be meant."""
    if len(near) != 1:
        return None
    policy, place, _ = near[0]
    return patch_policy(policy, ("add", f"/spec/{field}/{place}/ports/-", {"protocol": protocol, "port": number}))
