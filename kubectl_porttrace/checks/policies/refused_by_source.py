"""PTN09: a client whose own policies do not let it out to a Service."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.denials import BASELINE, POLICIES
from kubectl_porttrace.checks.refusals import found_refused
from kubectl_porttrace.trace.policies.access import TracedAccess


@check(
    "PTN09",
    "client-not-let-out",
    severity="error",
    certainty="cni",
    needs=("pods",),
    uses=(*POLICIES, BASELINE, "namespaces"),
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
    yield from found_refused(traced, "Egress", "is not let out", "the pods of the Service", "their")
