"""Whether anybody at all may reach a port of a pod, whoever that is."""

from collections.abc import Iterator, Sequence

import msgspec

from kubectl_porttrace.model.cluster_policy import ClusterRule, Tier, rules_of
from kubectl_porttrace.model.network_policy import NetworkPolicyRule
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.answers import Answer, all_of, any_of
from kubectl_porttrace.trace.policies.cluster_rules import covers as is_about
from kubectl_porttrace.trace.policies.cluster_subjects import Selected, applying, tier_unread
from kubectl_porttrace.trace.policies.rules import covers
from kubectl_porttrace.trace.policies.selecting import isolation_of, selecting_policies
from kubectl_porttrace.trace.policies.tiers import Ruling


class Standing(msgspec.Struct, frozen=True):
    """What becomes of pods at a port in one tier.

    `accepted` and `passed` say whether a rule accepts some, or passes them to the next tier, before `denial` denies all
    others.
    """

    accepted: Answer = False
    passed: Answer = False
    denial: Ruling | None = None

    @property
    def all_denied(self) -> bool:
        """Whether it denies the port to every pod for certain."""
        return self.denial is not None and self.accepted is False and self.passed is False


def open_to_somebody(snapshot: Snapshot, pod: Pod, protocol: str, number: int) -> Answer:
    """Whether some rule lets a pod or an address in, or nothing keeps them out.

    Rules of cluster-wide policies are about pods alone where connections come in: addresses pass them by.
    """
    return any_of((_open_to_addresses(snapshot, pod, protocol, number), _open_to_pods(snapshot, pod, protocol, number)))


def denied_to_pods(snapshot: Snapshot, pod: Pod, protocol: str, number: int) -> Ruling | None:
    """The rule of a cluster-wide policy that denies a port to every pod; None where there is none, or it is not sure.

    A rule before NetworkPolicies does so whatever they say; one after them where none of them selects the pod.
    """
    admin = _standing(snapshot, "Admin", pod, protocol, number)
    if admin.all_denied:
        return admin.denial
    # What is accepted or passed on before is not denied to every pod; and NetworkPolicies come before the last tier.
    if admin != Standing() or _network_policies_decide(snapshot, pod) is not False:
        return None
    baseline = _standing(snapshot, "Baseline", pod, protocol, number)
    return baseline.denial if baseline.all_denied else None


def _open_to_addresses(snapshot: Snapshot, pod: Pod, protocol: str, number: int) -> Answer:
    isolation = isolation_of(snapshot, pod, "Ingress")
    if not isolation.policies:
        return None if isolation.in_doubt else True
    rules = (rule for policy in isolation.policies for rule in policy.spec.ingress if _for_addresses(rule))
    found = any_of(covers(rule, pod, protocol, number) for rule in rules)
    return None if found is False and isolation.in_doubt else found


def _open_to_pods(snapshot: Snapshot, pod: Pod, protocol: str, number: int) -> Answer:
    admin = _standing(snapshot, "Admin", pod, protocol, number)
    rest: Answer = False
    if admin.denial is None or admin.passed is not False:
        isolation = isolation_of(snapshot, pod, "Ingress")
        rules = (rule for policy in isolation.policies for rule in policy.spec.ingress)
        rest = any_of(covers(rule, pod, protocol, number) for rule in rules)
        if rest is False and isolation.in_doubt:
            rest = None
    return any_of((admin.accepted, rest))


def _for_addresses(rule: NetworkPolicyRule) -> bool:
    return not rule.peers or any(peer.ip_block is not None for peer in rule.peers)


def _network_policies_decide(snapshot: Snapshot, pod: Pod) -> Answer:
    """Whether a NetworkPolicy selects the pod; None where some were not read, or their selector says nothing."""
    if selecting_policies(snapshot, pod):
        return True
    unsure = isolation_of(snapshot, pod, "Ingress").in_doubt or not snapshot.was_read("networkpolicies", pod.namespace)
    return None if unsure else False


def _standing(snapshot: Snapshot, tier: Tier, pod: Pod, protocol: str, number: int) -> Standing:
    if pod.spec.host_network:
        return Standing()
    found = [_of_api(groups, pod, protocol, number) for groups in applying(snapshot, tier, pod)]
    # Where several APIs decide about one pod, or one was not read, it is not known which of their rules comes first.
    unsure = None if len(found) > 1 or tier_unread(snapshot, tier) else False
    accepted = any_of((*(each.accepted for each in found), unsure))
    passed = any_of((*(each.passed for each in found), unsure))
    return Standing(accepted, passed, found[0].denial if len(found) == 1 else None)


def _of_api(groups: Sequence[Sequence[Selected]], pod: Pod, protocol: str, number: int) -> Standing:
    seen: list[tuple[Ruling, Answer, bool]] = []
    for group in groups:
        steps = [tuple(_steps(each, pod, protocol, number)) for each in group]
        seen += (step for each in steps for step in each)
        final = [each[-1][0] for each in steps if each and each[-1][1] and each[-1][2]]
        if final:
            return _summed(seen, final[0] if all(each.action == "Deny" for each in final) else None)
    return _summed(seen, None)


def _summed(seen: Sequence[tuple[Ruling, Answer, bool]], denial: Ruling | None) -> Standing:
    accepted = any_of(about for ruling, about, _ in seen if ruling.action == "Accept")
    passed = any_of(about for ruling, about, _ in seen if ruling.action == "Pass")
    return Standing(accepted, passed, denial)


def _steps(selected: Selected, pod: Pod, protocol: str, number: int) -> Iterator[tuple[Ruling, Answer, bool]]:
    """The rules of one policy about a port, up to one that is certainly about every pod: what each makes of it."""
    policy, chosen = selected
    for place, rule in rules_of(policy, "Ingress"):
        about = all_of((chosen, is_about(rule, pod, protocol, number)))
        if about is False:
            continue
        everybody = _is_everybody(rule)
        yield Ruling(rule.decides if _known(rule) else "Deny", policy, "Ingress", place), about, everybody
        if about and everybody:
            return


def _is_everybody(rule: ClusterRule) -> bool:
    return any(peer.every_pod for peer in rule.peers) or (rule.decides != "Accept" and not _known(rule))


def _known(rule: ClusterRule) -> bool:
    return all(peer.known for peer in rule.peers) or rule.decides == "Accept"
