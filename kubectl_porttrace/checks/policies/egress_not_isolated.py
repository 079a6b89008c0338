"""PTN07: a NetworkPolicy that seems to close egress, and closes ingress."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.policies.policy import TracedPolicy


@check("PTN07", "egress-not-isolated", severity="warning", certainty="certain", scope="manifests")
def egress_not_isolated(traced: TracedPolicy) -> Iterator[Found]:
    """A NetworkPolicy whose name speaks of egress has an empty list of egress rules and no policyTypes.

    Why: the API server adds the type Egress only where there are egress rules, and an empty list has none
    (`SetDefaults_NetworkPolicy`). So outgoing connections stay open, and incoming ones are closed, for the type
    Ingress is always filled in.

    See: `kubectl apply --dry-run=server -o yaml -f FILE` shows the types that are filled in.

    Fix: write `policyTypes: [Egress]`.
    """
    spec = traced.policy.spec
    if spec.egress != () or spec.policy_types or "egress" not in traced.name:
        return
    closes = "" if spec.ingress else ", and nothing may come in"
    yield Found(
        message=f"egress: [] without policyTypes leaves outgoing connections open{closes}",
        path="spec.policyTypes",
        evidence=("the API server fills in policyTypes: [Ingress]",),
        fix=Fix(text="write spec.policyTypes: [Egress], which closes outgoing connections"),
    )
