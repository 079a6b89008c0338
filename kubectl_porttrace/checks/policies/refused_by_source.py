"""PTN09: a client whose own policies do not let it out to a Service."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.denials import POLICIES, reference
from kubectl_porttrace.checks.policies_patches import admit_port
from kubectl_porttrace.checks.refusals import refusals
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.policies.access import TracedAccess
from kubectl_porttrace.trace.policies.reason import isolating, rules_for_peer, why_refused


@check(
    "PTN09",
    "client-not-let-out",
    severity="error",
    certainty="cni",
    needs=("pods",),
    uses=(*POLICIES, "namespaces"),
    causes=("PTN08",),
)
def refused_by_source(traced: TracedAccess) -> Iterator[Found]:
    """NetworkPolicies of the client's own namespace do not let it out to the pods of the Service.

    Why: where policies isolate a pod for egress, some rule of one of them has to be about the number that the
    destination serves, and to admit the destination. The number is the pod's, after the Service has translated it. That
    the destination would admit the client does not help.

    See: `kubectl describe networkpolicy -n NAMESPACE` in the client's namespace.

    Fix: admit the pods of the Service, on their port, in an egress rule.
    """
    for refusal in refusals(traced, "Egress"):
        first = refusal.connections[0]
        policies = isolating(traced.snapshot, first, "Egress")
        near = rules_for_peer(traced.snapshot, first, "Egress")
        port = f"{first.number}/{first.port.spec.protocol}"
        yield Found(
            message=f"{traced.title} is not let out to {first.port.title}: "
            f"{why_refused(traced.snapshot, first, 'Egress')}",
            path=f"spec.egress[{near[0][1]}]" if near else "spec.egress",
            evidence=refusal.extent,
            fix=Fix(
                text=f"admit the pods of the Service on {port}, their port, in an egress rule"
                + (f" of {near[0][0].title}" if near else ""),
                command=admit_port(near, "egress", first.port.spec.protocol, first.number),
            ),
            object=reference(near[0][0] if near else policies[0]),
            ports=(first.port,),
            severity=None if refusal.whole else "warning",
            despite_backends=True,
        )
