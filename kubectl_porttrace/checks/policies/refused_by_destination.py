"""PTN08: a client that the policies of a Service's pods do not admit."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.denials import BASELINE, POLICIES
from kubectl_porttrace.checks.refusals import found_refused
from kubectl_porttrace.trace.policies.access import TracedAccess


@check(
    "PTN08",
    "client-not-admitted",
    severity="error",
    certainty="cni",
    needs=("pods",),
    uses=(*POLICIES, BASELINE, "namespaces"),
)
def refused_by_destination(traced: TracedAccess) -> Iterator[Found]:
    """NetworkPolicies of the Service's pods do not admit the client that was asked about.

    Why: where policies isolate a pod for ingress, one rule has to be about the pod's port and admit the client as well.
    The client's own policies have to let it out too: that is PTN09.

    See: `kubectl describe networkpolicy -n NAMESPACE`.

    Fix: admit the client, on the pods' port, in an ingress rule.
    """
    yield from found_refused(traced, "Ingress", "is not admitted", traced.title, "the pods'")
