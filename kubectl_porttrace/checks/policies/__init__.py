"""Family N: NetworkPolicies."""

from typing import TYPE_CHECKING

from kubectl_porttrace.checks.occasions import Occasion
from kubectl_porttrace.model.kind import Kind
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.other_policies import CILIUM_NODE, CLUSTER_POLICY_KINDS, OTHER_POLICIES
from kubectl_porttrace.model.snapshot import Snapshot

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.trace.routes.referrer import TracedReferrer
    from kubectl_porttrace.trace.service import TracedService


def _beside_policies(traced: "TracedService | TracedReferrer") -> bool:
    return traced.snapshot.once(_holds_policies)


def _holds_policies(snapshot: Snapshot) -> bool:
    return any(map(snapshot.of_kind, _DECIDING))


_DECIDING: tuple[Kind, ...] = (
    KIND_BY_NAME["NetworkPolicy"],
    CILIUM_NODE,
    *CLUSTER_POLICY_KINDS,
    *OTHER_POLICIES,
)
"""What decides about connections; Cilium does by its mere presence."""

OCCASIONS = (
    Occasion("TracedReferrer", ("consumer_not_admitted",), _beside_policies),
    Occasion("TracedAccess", ("dns_not_let_out", "refused_by_destination", "refused_by_source")),
    Occasion(
        "TracedPolicy",
        (
            "egress_not_isolated",
            "ingress_isolated_unawares",
            "peer_selects_nobody",
            "selects_no_pod",
            "two_peers_for_one",
        ),
    ),
    Occasion("TracedService", arises=_beside_policies),
)
