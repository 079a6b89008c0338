"""PTE25: the controller says it could not write."""

import re
from collections.abc import Iterator
from datetime import timedelta

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_service
from kubectl_porttrace.checks.phrases import age
from kubectl_porttrace.findings import Fix, Severity
from kubectl_porttrace.model.workload import Event
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict

REASONS = frozenset({"FailedToUpdateEndpointSlices", "FailedToUpdateEndpoint"})
RECENT = timedelta(hours=1)
CONFLICT = "the object has been modified"
"""What the API server says of a write that came second (`registry.OptimisticLockErrorMsg`); it is tried again."""


_REFUSALS: tuple[tuple[str, str, str], ...] = (
    (r"exceeded quota: (\S+?),", "ResourceQuota {0} is used up", "raise ResourceQuota {0}"),
    (
        r'admission webhook "([^"]+)" denied',
        "webhook {0} refused them",
        "let webhook {0} admit EndpointSlices",
    ),
    (r'failed calling webhook "([^"]+)"', "webhook {0} did not answer", "make webhook {0} answer"),
    (
        r"(?i)Node (\S+) Not Found",
        "node {0} does not exist",
        "delete the pods on node {0}, which does not exist, or bring it back",
    ),
)
"""What a refusal says, what that means, and what to do about it; the words of admission are those of
`checks/refused_pods.py`, those of nodes `staging/src/k8s.io/endpointslice/reconciler.go:reconcileByAddressType`."""


@check(
    "PTE25",
    "endpoint-update-failed",
    severity="warning",
    certainty="certain",
    needs=("events",),
    uses=("endpointslices", "pods", "nodes"),
    scope="cluster",
    causes=("PTE13",),
)
def endpoint_update_failed(traced: TracedService) -> Iterator[Found]:
    """Within the last hour a controller reported that it could not write the EndpointSlices or Endpoints.

    Why: the message says why: a quota, an admission webhook that refuses or does not answer, a node that does not
    exist, an address that is not valid. Until it succeeds the slices stay as they were. A conflict with another
    write is normal and passes: where the slices are as they should be by now, this is a note. Where a port has no
    backend, this is an error: it is the best that is known.

    See: `kubectl describe service NAME` and `kubectl describe endpoints NAME`: events.

    Fix: raise the quota, repair the webhook or bring the node back, whichever the message names. The controller tries
    again by itself.
    """
    service, now = traced.service, traced.snapshot.observed_at
    failures = [
        (event.seen, event)
        for kind in ("Service", "Endpoints")
        for event in traced.snapshot.events_about(kind, service.namespace, service.name)
        if event.reason in REASONS and event.seen is not None and now - event.seen < RECENT
    ]
    if failures:
        seen, event = max(failures, key=lambda failure: failure[0])
        yield Found(
            message=_in_short(event, age(seen, now)),
            evidence=(f"reported: {event.reason}: {event.message}",),
            fix=Fix(
                text=_advice(event.message),
                command=describe_service(service),
            ),
            ports=traced.ports,
            severity=_worth(traced, event),
        )


def _in_short(event: Event, ago: str) -> str:
    """What could not be written, and why in a few words; the whole message where it is none of the known ones."""
    what = "Endpoints" if event.reason == "FailedToUpdateEndpoint" else "EndpointSlices"
    told = (why.format(seen[1]) for pattern, why, _ in _REFUSALS if (seen := re.search(pattern, event.message)))
    why = next(told, None)
    if why is None:
        return f"{what} could not be written ({ago} ago): {event.message}"
    return f"{why}, so {what} could not be written ({ago} ago)"


def _worth(traced: TracedService, event: Event) -> Severity:
    if _overcome(traced, event):
        return "note"
    dead = any(port.verdict is Verdict.BROKEN for port in traced.ports)
    return "error" if dead and CONFLICT not in event.message else "warning"


def _advice(message: str) -> str:
    """What to do; where the message is none of the known ones, where it can be read in full."""
    found = next(
        (advice.format(seen[1]) for pattern, _, advice in _REFUSALS if (seen := re.search(pattern, message))), None
    )
    known = (
        f"{found}; the controller then tries again by itself. " if found else "the controller tries again by itself. "
    )
    return f"{known}All events of the Service:"


def _overcome(traced: TracedService, event: Event) -> bool:
    """Whether the slices are right nevertheless, or the pods it names are left out for a reason told elsewhere.

    Where nodes were not read, a pod that is in no slice tells that they are not right, though nothing says why.
    """
    if traced.expected is None or traced.slices is None:
        return False
    if any(pod.name in event.message for pod, reason in traced.expected.excluded if reason == "node-missing"):
        return True
    published = {entry.target_ref.name for each in traced.slices for entry in each.endpoints if entry.target_ref}
    return traced.drift is None and all(pod.name in published for pod in traced.eligible_pods)
