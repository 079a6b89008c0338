"""PTN10: a client whose policies do not let it ask DNS."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.denials import reference, titles
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.trace.policies.access import TracedAccess
from kubectl_porttrace.trace.policies.rules import covers
from kubectl_porttrace.trace.policies.selecting import isolation_of

DNS = 53


@check("PTN10", "dns-not-let-out", severity="warning", certainty="likely", needs=("pods",), uses=("networkpolicies",))
def dns_not_let_out(traced: TracedAccess) -> Iterator[Found]:
    """The client is isolated for egress, and no rule is about port 53: it cannot look up the name of the Service.

    Why: a policy that lets a pod out to one Service and nothing else keeps it from the cluster's DNS as well. The name
    is looked up first, so what fails is not the connection that the policy admits. A resolver on the pod's own node may
    be reached all the same.

    See: `kubectl exec POD -- nslookup SERVICE`; `kubectl describe networkpolicy`.

    Fix: admit port 53 of UDP and TCP in an egress rule.
    """
    for pod in traced.clients[:1]:
        policies = isolation_of(traced.snapshot, pod, "Egress").policies
        if not policies or pod.spec.host_network or any(map(_about_dns, policies)):
            continue
        yield Found(
            message=f"{traced.title} cannot ask DNS for the name of the Service: {titles(policies)} lets nothing "
            f"out on port {DNS}",
            path="spec.egress",
            fix=Fix(text=f"admit port {DNS}/UDP and {DNS}/TCP of the cluster's DNS in an egress rule"),
            object=reference(policies[0]),
        )


def _about_dns(policy: NetworkPolicy) -> bool:
    """Whether a rule may be about DNS: one with a port name may, for the pods of DNS were not read."""
    return any(covers(rule, None, "UDP", DNS) is not False for rule in policy.rules("Egress"))
