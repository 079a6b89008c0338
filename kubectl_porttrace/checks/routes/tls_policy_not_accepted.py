"""PTI54: a controller does not take a BackendTLSPolicy."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_referrer
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.referrers.backend_tls_policy import BackendTLSPolicy
from kubectl_porttrace.trace.routes.parents import current
from kubectl_porttrace.trace.routes.referrer import TracedRoute

_TOLD = frozenset({"Conflicted", "TargetNotFound", "Pending"})
"""Reasons that PTI25 tells, or that say that nothing is decided yet (`policy_types.go:PolicyConditionReason`)."""


@check(
    "PTI54",
    "tls-policy-not-accepted",
    severity="warning",
    certainty="certain",
    scope="cluster",
    kinds=("BackendTLSPolicy",),
)
def tls_policy_not_accepted(traced: TracedRoute) -> Iterator[Found]:
    """A Gateway's controller says in the status of a BackendTLSPolicy that it does not take it as it is.

    Why: the policy says by which certificates the gateway knows the Service. One whose certificates cannot be read, or
    that is invalid otherwise, is not used: requests are answered with an error, or go to the Service without TLS.

    See: `kubectl describe backendtlspolicy NAME`: status, ancestors, conditions.

    Fix: do what the message of the condition asks for.
    """
    policy = traced.object
    if not isinstance(policy, BackendTLSPolicy):
        return
    for place, ancestor in enumerate(policy.status.ancestors):
        for type_ in ("ResolvedRefs", "Accepted"):
            said = current(ancestor.conditions, type_, policy.metadata.generation)
            if said is None or said.status != "False" or said.reason in _TOLD:
                continue
            told = f": {said.message}" if said.message else ""
            yield Found(
                message=f"the controller does not take the policy as it is, reason {said.reason or 'unknown'}",
                path=f"status.ancestors[{place}]",
                evidence=(f"{ancestor.controller_name} reports {type_}=False{told}",),
                fix=Fix(
                    text="read in the conditions of the policy what its controller wants:",
                    command=describe_referrer(traced),
                ),
            )
            return
