"""PTN12: a NetworkPolicy that admits addresses which it never sees."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.denials import DECIDING, reference
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.network_policy import NetworkPolicy, NetworkPolicyRule
from kubectl_porttrace.trace.policies.addresses import network
from kubectl_porttrace.trace.policies.rules import covers
from kubectl_porttrace.trace.policies.selecting import isolation_of
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTN12",
    "clients-hidden-by-nodes",
    severity="warning",
    certainty="likely",
    needs=("pods",),
    uses=("networkpolicies", *DECIDING),
)
def clients_hidden_by_nodes(traced: TracedService) -> Iterator[Found]:
    """Policies admit clients by public addresses alone, and the Service hides these addresses from the pods.

    Why: under externalTrafficPolicy Cluster a node that sends a connection on to another node puts its own address in
    place of the client's. The pod, and the policy, then see the node. A rule that admits public networks alone does not
    match it, unless the pod happens to be on the node that was dialled and the network plugin keeps the address.

    See: `kubectl get service NAME -o jsonpath='{.spec.externalTrafficPolicy}'`; `kubectl describe networkpolicy`.

    Fix: set externalTrafficPolicy to Local, or admit the nodes' addresses too.
    """
    service = traced.service
    if not service.externally_accessible or service.spec.external_traffic_policy == "Local":
        return
    for port in traced.ports:
        policy = _by_address_alone(traced, port)
        if policy is not None:
            yield Found(
                message=f"{policy.title} admits clients of {port.title} by public addresses alone, which nodes replace",
                path="spec.ingress",
                evidence=("under externalTrafficPolicy Cluster the pods see the address of a node",),
                fix=Fix(
                    text="set externalTrafficPolicy of the Service to Local, or admit the nodes' addresses as well"
                ),
                object=reference(policy),
                ports=(port,),
            )


def _by_address_alone(traced: TracedService, port: TracedPort) -> NetworkPolicy | None:
    """The first policy of a pod to which every rule about the port admits public networks alone."""
    for backend in port.usable:
        if backend.pod is None or backend.network_policy != "allowed":
            continue
        policies = isolation_of(traced.snapshot, backend.pod, "Ingress").policies
        rules = [
            (policy, rule)
            for policy in policies
            for rule in policy.spec.ingress
            if covers(rule, backend.pod, port.spec.protocol, backend.port) is not False
        ]
        if rules and all(_public(rule) for _, rule in rules):
            return rules[0][0]
    return None


def _public(rule: NetworkPolicyRule) -> bool:
    """Whether a rule admits parts of the Internet, and neither pods nor private networks."""
    networks = [network(peer.ip_block.cidr) if peer.ip_block else None for peer in rule.peers]
    return bool(networks) and all(each is not None and each.prefixlen > 0 and each.is_global for each in networks)
