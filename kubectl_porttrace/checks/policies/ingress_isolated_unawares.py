"""PTN06: a NetworkPolicy with egress rules that isolates ingress as well, because it does not say its types."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.policies.policy import TracedPolicy


@check("PTN06", "ingress-isolated-unawares", severity="warning", certainty="certain", scope="manifests")
def ingress_isolated_unawares(traced: TracedPolicy) -> Iterator[Found]:
    """A NetworkPolicy has egress rules alone and no policyTypes, so it closes the pods to everybody.

    Why: the API server fills in the types of a policy that names none: always Ingress, and Egress where there are
    egress rules. With the type Ingress and no ingress rule nothing may come in (`SetDefaults_NetworkPolicy`).

    See: `kubectl apply --dry-run=server -o yaml -f FILE` shows the types that are filled in.

    Fix: write `policyTypes: [Egress]`; or add the ingress rules.
    """
    spec = traced.policy.spec
    if not spec.egress or spec.policy_types or spec.ingress:
        return
    yield Found(
        message="it has egress rules alone and names no policyTypes, so nothing may come in to its pods either",
        path="spec.policyTypes",
        evidence=("the API server fills in policyTypes: [Ingress, Egress]",),
        fix=Fix(text="write spec.policyTypes: [Egress], where ingress is to stay open"),
    )
