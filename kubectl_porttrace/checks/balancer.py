"""What is known of a load balancer that has no address: who has taken it on, and what they said last."""

from collections.abc import Iterator

from kubectl_porttrace.checks.phrases import age
from kubectl_porttrace.model.workload import BALANCER_REASONS, Event
from kubectl_porttrace.trace.entrances import waits_in_vain
from kubectl_porttrace.trace.service import TracedService


def is_given_up(traced: TracedService) -> bool:
    """Whether a load balancer had its time to get an address and has none; one that is being deleted gets none."""
    deleted = traced.service.metadata.deletion_timestamp is not None
    return not deleted and waits_in_vain(traced.snapshot, traced.service)


def last_said(traced: TracedService) -> Event | None:
    """The newest event in which a load balancer's controller tells of trouble with the Service."""
    service = traced.service
    events = traced.snapshot.events_about("Service", service.namespace, service.name)
    told = [(event.seen, event) for event in events if event.reason in BALANCER_REASONS and event.seen is not None]
    return max(told, key=lambda each: each[0])[1] if told else None


def waiting_evidence(traced: TracedService) -> Iterator[str]:
    """How long it waits, whether a cloud has taken it on, and what was said last."""
    created = traced.service.metadata.creation_timestamp
    if created is not None:
        yield f"made {age(created, traced.snapshot.observed_at)} ago, and status.loadBalancer.ingress is empty"
    event = last_said(traced)
    if event is not None and event.seen is not None:
        yield f"{event.reason}, {age(event.seen, traced.snapshot.observed_at)} ago: {' '.join(event.message.split())}"
