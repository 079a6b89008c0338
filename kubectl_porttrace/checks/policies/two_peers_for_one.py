"""PTN11: a NetworkPolicy that lists two peers where one was probably meant."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.rules_of_policies import rules
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.network_policy import NetworkPolicyPeer
from kubectl_porttrace.trace.policies.policy import TracedPolicy


@check("PTN11", "two-peers-for-one", severity="note", certainty="likely")
def two_peers_for_one(traced: TracedPolicy) -> Iterator[Found]:
    """A rule lists a namespaceSelector and a podSelector as two peers, which admits more than both in one would.

    Why: the peers of a rule are alternatives. Two items admit all pods of the chosen namespaces, and beside them the
    chosen pods of the policy's own namespace. One item with both selectors admits the chosen pods of the chosen
    namespaces alone. The two differ by one hyphen.

    See: `kubectl describe networkpolicy NAME` lists the peers.

    Fix: write both selectors into one item, if that is what is meant.
    """
    for rule in rules(traced.policy):
        if len(rule.peers) == 2 and _namespaces_alone(rule.peers[0]) and _pods_alone(rule.peers[1]):  # noqa: PLR2004
            yield Found(
                message=f"{rule.path} lists a namespaceSelector and a podSelector as two peers: either admits",
                path=rule.peer_path(1),
                evidence=(
                    f"admits all pods of namespaces with {rule.peers[0].namespace_selector}",
                    f"admits pods of this namespace with {rule.peers[1].pod_selector}",
                ),
                fix=Fix(text="write both selectors into one item (no hyphen before podSelector), if that is meant"),
            )


def _namespaces_alone(peer: NetworkPolicyPeer) -> bool:
    return peer.pod_selector is None and peer.namespace_selector is not None and str(peer.namespace_selector) != ""


def _pods_alone(peer: NetworkPolicyPeer) -> bool:
    return peer.namespace_selector is None and peer.pod_selector is not None and str(peer.pod_selector) != ""
