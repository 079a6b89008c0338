"""PTN04: a NetworkPolicy that names a port which its pods do not have."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.denials import POLICIES, denials, reference
from kubectl_porttrace.checks.phrases import by_workload, declared_ports
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTN04",
    "policy-names-missing-port",
    severity="warning",
    certainty="cni",
    needs=("pods",),
    uses=POLICIES,
)
def name_unknown_to_pods(traced: TracedService) -> Iterator[Found]:
    """A rule of a NetworkPolicy names a port by its name, and no container of the pods that are closed has that name.

    Why: a name in a policy is looked up among the ports that the containers of each pod declare, together with the
    protocol. For a pod that has no such name the rule is about no port at all. The API server does not say so when the
    policy is applied.

    See: `kubectl get pods -o jsonpath='{.items[*].spec.containers[*].ports}'` shows the names there are.

    Fix: write the number into the policy, or give the container's port that name.
    """
    for denial in denials(traced):
        for near in denial.by_missing_name[:1]:
            yield Found(
                message=f"{near.policy.title} admits port {near.port.title}, a name that no container has",
                path=f"{near.path}.port",
                evidence=(f"{by_workload(traced, denial.pods)} declare {declared_ports(denial.pods)}",),
                fix=Fix(
                    text=f"write {denial.number} in place of the name, or name the container's port {near.port.port}"
                ),
                object=reference(near.policy),
                ports=denial.ports,
            )
