"""PTN08: a client that the policies of a Service's pods do not admit."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.denials import POLICIES, reference
from kubectl_porttrace.checks.policies_patches import admit_port
from kubectl_porttrace.checks.refusals import refusals
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.policies.access import TracedAccess
from kubectl_porttrace.trace.policies.reason import isolating, rules_for_peer, why_refused


@check(
    "PTN08",
    "client-not-admitted",
    severity="error",
    certainty="cni",
    needs=("pods",),
    uses=(*POLICIES, "namespaces"),
)
def refused_by_destination(traced: TracedAccess) -> Iterator[Found]:
    """NetworkPolicies of the Service's pods do not admit the client that was asked about.

    Why: where policies isolate a pod for ingress, some rule of one of them has to be about the pod's port and to admit
    the client. Both have to be in one rule. The client's own policies have to let it out as well, which PTN09 tells.

    See: `kubectl describe networkpolicy -n NAMESPACE`.

    Fix: admit the client, on the pods' port, in an ingress rule.
    """
    for refusal in refusals(traced, "Ingress"):
        first = refusal.connections[0]
        policies = isolating(traced.snapshot, first, "Ingress")
        near = rules_for_peer(traced.snapshot, first, "Ingress")
        port = f"{first.number}/{first.port.spec.protocol}"
        yield Found(
            message=f"{traced.title} is not admitted to {first.port.title}: "
            f"{why_refused(traced.snapshot, first, 'Ingress')}",
            path=f"spec.ingress[{near[0][1]}]" if near else "spec.ingress",
            evidence=refusal.extent,
            fix=Fix(
                text=f"admit {traced.title} on {port}, the pods' port, in an ingress rule"
                + (f" of {near[0][0].title}" if near else ""),
                command=admit_port(near, "ingress", first.port.spec.protocol, first.number),
            ),
            object=reference(near[0][0] if near else policies[0]),
            ports=(first.port,),
            severity=None if refusal.whole else "warning",
            despite_backends=True,
        )
