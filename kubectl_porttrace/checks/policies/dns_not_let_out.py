"""PTN10: a client whose policies do not let it ask DNS."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.denials import POLICIES, reference, titles
from kubectl_porttrace.findings import Fix, SharedCause
from kubectl_porttrace.model.cluster_policy import rules_of
from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.policies.access import TracedAccess
from kubectl_porttrace.trace.policies.beside import undecided_by
from kubectl_porttrace.trace.policies.cluster_rules import covers as is_about
from kubectl_porttrace.trace.policies.cluster_subjects import applying, tier_unread
from kubectl_porttrace.trace.policies.rules import covers
from kubectl_porttrace.trace.policies.selecting import isolation_of

DNS = 53


@check(
    "PTN10",
    "dns-not-let-out",
    severity="warning",
    certainty="likely",
    needs=("pods",),
    uses=(*POLICIES, "namespaces"),
)
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
        if not policies or pod.spec.host_network or any(map(_about_dns, policies)) or _may_go_round(traced, pod):
            continue
        why = f"{titles(policies)} lets nothing out on port {DNS}"
        yield Found(
            message=f"{traced.title} cannot ask DNS for the name of the Service: {why}",
            path="spec.egress",
            fix=Fix(text=f"admit port {DNS}/UDP and {DNS}/TCP of the cluster's DNS in an egress rule"),
            object=reference(policies[0]),
            shared=SharedCause(
                key=f"{traced.title} {policies[0].key}",
                message=f"{traced.title} cannot ask DNS for the names of Services: {why}",
                whole=True,
            ),
        )


def _may_go_round(traced: TracedAccess, pod: Pod) -> bool:
    """Whether a policy of another kind may let it ask all the same: one before NetworkPolicies, or one not judged."""
    cluster = (policy for api in applying(traced.snapshot, "Admin", pod) for group in api for policy, _ in group)
    rules = (rule for policy in cluster for _, rule in rules_of(policy, "Egress") if rule.decides == "Accept")
    accepted = any(is_about(rule, None, "UDP", DNS) is not False for rule in rules)
    return accepted or tier_unread(traced.snapshot, "Admin") or bool(undecided_by(traced.snapshot, pod))


def _about_dns(policy: NetworkPolicy) -> bool:
    """Whether a rule may be about DNS: one with a port name may, for the pods of DNS were not read."""
    return any(covers(rule, None, "UDP", DNS) is not False for rule in policy.rules("Egress"))
