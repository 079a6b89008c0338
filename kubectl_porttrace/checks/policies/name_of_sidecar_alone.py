"""PTN05: a NetworkPolicy that names a port which only a sidecar has."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.denials import NearPort, reference
from kubectl_porttrace.checks.policies_patches import admit_port
from kubectl_porttrace.model.network_policy import NetworkPolicy, NetworkPolicyRule
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.policies.rules import covers
from kubectl_porttrace.trace.policies.selecting import isolation_of
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTN05",
    "policy-names-port-of-sidecar",
    severity="note",
    certainty="likely",
    needs=("pods",),
    uses=("networkpolicies",),
)
def name_of_sidecar_alone(traced: TracedService) -> Iterator[Found]:
    """A rule of a NetworkPolicy names a port by a name that only a sidecar among the init containers has.

    Why: the network plugin decides in which containers it looks a name up. The reference engine looks at the regular
    ones alone. So it is unknown whether this rule is about the port; no other rule is.

    See: `kubectl get pods -o jsonpath='{.items[*].spec.initContainers[*].ports}'`.

    Fix: write the number into the policy.
    """
    if not traced.snapshot.all_of(NetworkPolicy):
        return
    for port in traced.ports:
        for backend in port.usable:
            near = _near(traced, backend.pod, port.spec.protocol, backend.port) if backend.pod else None
            if near is None:
                continue
            yield Found(
                message=f"{near.policy.title} admits port {near.port.title}, a name that only a sidecar has",
                path=f"{near.path}.port",
                evidence=("network plugins differ on names of sidecars",),
                fix=admit_port(
                    traced.snapshot,
                    [(near.policy, near.rule, near.policy.spec.ingress[near.rule])],
                    "ingress",
                    (port.spec.protocol, backend.port),
                    f"write {backend.port} beside the name, into the same rule",
                ),
                object=reference(near.policy),
                ports=(port,),
            )
            break


def _near(traced: TracedService, pod: Pod, protocol: str, number: int) -> NearPort | None:
    """The first port that may be meant, where no rule is about the number for certain."""
    policies = isolation_of(traced.snapshot, pod, "Ingress").policies
    rules = [(policy, place, rule) for policy in policies for place, rule in enumerate(policy.spec.ingress)]
    if any(covers(rule, pod, protocol, number) for _, _, rule in rules):
        return None
    for policy, place, rule in rules:
        for at, port in enumerate(rule.ports):
            if covers(NetworkPolicyRule((port,)), pod, protocol, number) is None:
                return NearPort(policy, place, at)
    return None
