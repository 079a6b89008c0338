"""PTN01: a port of pods that no rule of the NetworkPolicies that isolate them is about."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.denials import POLICIES, Denial, denials, isolated, reference, titles, what_is_admitted
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTN01",
    "port-not-admitted",
    severity="error",
    certainty="cni",
    needs=("pods",),
    uses=POLICIES,
    causes=("PTN04", "PTN20"),
)
def port_not_admitted(traced: TracedService) -> Iterator[Found]:
    """NetworkPolicies isolate the pods, and no rule of any of them is about the port that the pods serve.

    Why: one policy with the type Ingress that selects a pod isolates it: from then on only what some rule of some such
    policy admits gets through, from anywhere. The number in a rule is the pod's own, after the Service has translated
    it; the Service's number and the node port mean nothing there. Where no rule is about the number, nobody reaches it
    but the pod itself and the kubelet of its node. That holds where the network plugin enforces NetworkPolicy.

    See: `kubectl describe networkpolicy -n NAMESPACE` says which pods each selects, and what its rules admit.

    Fix: admit the pods' port in an ingress rule, for those who are to reach it.
    """
    for denial in denials(traced):
        if denial.on_service_port or denial.of_another_protocol:
            continue
        policy = next((each for each in denial.policies if each.spec.ingress), denial.policies[0])
        yield Found(
            message=f"{isolated(traced, denial)}, and no rule admits {denial.title}",
            path="spec.ingress",
            evidence=what_is_admitted(denial),
            fix=Fix(text=_mend(denial)),
            object=reference(policy),
            ports=denial.ports,
        )


def _mend(denial: Denial) -> str:
    silent = [policy for policy in denial.policies if policy.spec.egress and not policy.spec.policy_types]
    if len(silent) == len(denial.policies):
        return (
            f"write policyTypes: [Egress] into {titles(silent)} where it is to hold outgoing connections alone; "
            f"otherwise add an ingress rule that admits {denial.title}, the pods' port"
        )
    with_rules = [policy for policy in denial.policies if policy.spec.ingress]
    if with_rules:
        return f"admit {denial.title}, the pods' port, in an ingress rule of {titles(with_rules)}"
    return f"add a NetworkPolicy whose ingress rule admits the Service's clients on {denial.title}, the pods' port"
