"""Changes of NetworkPolicies that open what was meant to be open, and close nothing."""

from collections.abc import Sequence

from kubectl_porttrace.checks.commands import patch_policy
from kubectl_porttrace.checks.denials import Denial, NearPort
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.reason import PlacedRule


def admit_beside(snapshot: Snapshot, near: Sequence[NearPort], denial: Denial, text: str) -> Fix:
    """Admit the pods' port to those whom a rule admits to another one; words alone where several rules may be meant.

    The port that is there stays: other pods of the policy may serve it.
    """
    rules = {(each.policy.name, each.rule): each for each in near}
    if len(rules) != 1:
        return Fix(text=text)
    ((_, only),) = rules.items()
    return _admit(snapshot, only.policy, ("ingress", only.rule), (denial.protocol, denial.number), text)


def admit_port(snapshot: Snapshot, near: Sequence[PlacedRule], field: str, port: tuple[str, int], text: str) -> Fix:
    """Admit a port to those whom one rule admits to others; words alone where no rule or several may be meant.

    Args:
        snapshot: what was read.
        near: the rules that may be meant.
        field: `ingress` or `egress`.
        port: protocol and number.
        text: the fix in words.
    """
    if len(near) != 1:
        return Fix(text=text)
    policy, place, _ = near[0]
    return _admit(snapshot, policy, (field, place), port, text)


def _admit(snapshot: Snapshot, policy: NetworkPolicy, rule: tuple[str, int], port: tuple[str, int], text: str) -> Fix:
    """One more port in a rule: a patch, or for what is only in a file the field there and what to add."""
    (field, place), (protocol, number) = rule, port
    if not snapshot.recorded:
        added = f"- {{protocol: {protocol}, port: {number}}}"
        return Fix(text=f"{text}: add {added} to spec.{field}[{place}].ports of {policy.title}")
    value = {"protocol": protocol, "port": number}
    return Fix(text=text, command=patch_policy(policy, ("add", f"/spec/{field}/{place}/ports/-", value)))
