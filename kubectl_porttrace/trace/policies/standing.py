"""Whether anybody at all may reach a port of a pod, whoever that is."""

from functools import reduce

import msgspec

from kubectl_porttrace.model.cluster_policy import ClusterPolicy, ClusterRule, Tier, rules_of
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

    `accepted` and `passed` say whether a rule accepts some, or passes them to the next layer, before `denial` denies
    all others; `unmatched` whether some are matched by no rule. None where that is not sure.
    """

    accepted: Answer = False
    passed: Answer = False
    unmatched: Answer = True
    denial: Ruling | None = None

    @property
    def all_denied(self) -> bool:
        """Whether it denies the port to every pod for certain."""
        return self.denial is not None and self.accepted is False and self.goes_on is False

    @property
    def goes_on(self) -> Answer:
        """Whether some come through to the next layer."""
        return any_of((self.passed, self.unmatched))


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
    # What is accepted or denied before is not for the last tier; and NetworkPolicies come before it.
    before = admin.accepted is not False or admin.denial is not None
    if before or admin.goes_on is not True or _network_policies_decide(snapshot, pod) is not False:
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
    isolation = isolation_of(snapshot, pod, "Ingress")
    rules = (rule for policy in isolation.policies for rule in policy.spec.ingress)
    rest = any_of(covers(rule, pod, protocol, number) for rule in rules)
    if rest is False and isolation.in_doubt:
        rest = None
    return any_of((admin.accepted, all_of((admin.goes_on, rest))))


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
    if tier_unread(snapshot, tier):
        return _NOT_KNOWN
    # Of two APIs neither says which comes first, as with policies of one priority: what is sure comes of either order.
    apis = (
        reduce(
            _then,
            (reduce(_in_any_order, (_of_policy(each, pod, protocol, number) for each in group)) for group in groups),
        )
        for groups in applying(snapshot, tier, pod)
    )
    return reduce(_in_any_order, apis, Standing())


def _in_any_order(one: Standing, other: Standing) -> Standing:
    """What is so whichever comes first."""
    first, last = _then(one, other), _then(other, one)
    return Standing(
        first.accepted if first.accepted is last.accepted else None,
        first.passed if first.passed is last.passed else None,
        first.unmatched if first.unmatched is last.unmatched else None,
        first.denial if last.denial else None,
    )


def _then(first: Standing, second: Standing) -> Standing:
    """What comes of two, where the second sees only what no rule of the first matches."""
    return Standing(
        any_of((first.accepted, all_of((first.unmatched, second.accepted)))),
        any_of((first.passed, all_of((first.unmatched, second.passed)))),
        all_of((first.unmatched, second.unmatched)),
        first.denial or (second.denial if first.unmatched else None),
    )


def _of_policy(selected: Selected, pod: Pod, protocol: str, number: int) -> Standing:
    policy, chosen = selected
    standing = Standing()
    for place, rule in rules_of(policy, "Ingress"):
        about = all_of((chosen, is_about(rule, pod, protocol, number)))
        if about is not False:
            standing = _then(standing, _of_rule(rule, about, policy, place))
    return standing


def _of_rule(rule: ClusterRule, about: Answer, policy: ClusterPolicy, place: int) -> Standing:
    """What a rule makes of those it matches, as far as it is about the port; one of a form not known denies all."""
    known = rule.decides == "Accept" or all(peer.known for peer in rule.peers)
    action = rule.decides if known else "Deny"
    everybody = not known or any(peer.every_pod for peer in rule.peers)
    if action is None:
        return Standing(None, None, None if everybody else True)
    ending = about if everybody else False
    return Standing(
        about if action == "Accept" else False,
        about if action == "Pass" else False,
        None if ending is None else not ending,
        Ruling("Deny", policy, "Ingress", place) if ending and action == "Deny" else None,
    )


_NOT_KNOWN = Standing(None, None, None)
