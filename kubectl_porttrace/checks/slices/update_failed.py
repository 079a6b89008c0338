"""PTE25: the controller says it could not write."""

from collections.abc import Iterator
from datetime import timedelta

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_service
from kubectl_porttrace.checks.phrases import age
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.workload import Event
from kubectl_porttrace.trace.service import TracedService

REASONS = frozenset({"FailedToUpdateEndpointSlices", "FailedToUpdateEndpoint"})
RECENT = timedelta(hours=1)


@check(
    "PTE25",
    "endpoint-update-failed",
    severity="warning",
    certainty="certain",
    needs=("events",),
    scope="cluster",
    causes=("PTE13",),
)
def endpoint_update_failed(traced: TracedService) -> Iterator[Found]:
    """Within the last hour a controller reported that it could not write the EndpointSlices or Endpoints.

    Why: the message says why: a quota, an admission webhook that refuses or does not answer, a node that does not
    exist, an address that is not valid. Until it succeeds the slices stay as they were. A conflict with another
    write is normal and passes: where the slices are as they should be by now, this is a note.

    See: `kubectl describe service NAME` and `kubectl describe endpoints NAME`: events.

    Fix: remove what the message names.
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
            message=f"{event.reason}, {age(seen, now)} ago: {event.message}",
            fix=Fix(
                text="correct what it reports; the controller tries again by itself. All events of the Service:",
                command=describe_service(service),
            ),
            ports=traced.ports,
            severity="note" if _overcome(traced, event) else None,
        )


def _overcome(traced: TracedService, event: Event) -> bool:
    """Whether the slices are right all the same, or the pods it names are left out for a reason told elsewhere."""
    if traced.expected is None or traced.slices is None:
        return False
    orphans = [pod.name for pod, reason in traced.expected.excluded if reason == "node-missing"]
    return traced.drift is None or any(name in event.message for name in orphans)
