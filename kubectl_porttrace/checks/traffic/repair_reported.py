"""PTK18: an address or node port that two Services have, or that the API server has no record of."""

from collections.abc import Iterator
from datetime import timedelta

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_service
from kubectl_porttrace.checks.phrases import age, some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.unread import SERVICES_ELSEWHERE
from kubectl_porttrace.model.workload import REPAIR_REASONS, Event
from kubectl_porttrace.trace.service import TracedService

RECENT = timedelta(hours=1)
"""The repair loops look every few minutes, so what is older is over."""

REPAIRED = frozenset({"ClusterIPNotAllocated", "PortNotAllocated"})
ANEW = "create this Service again, so that it gets another one; its clients have to learn it. All its events:"


@check(
    "PTK18",
    "allocation-conflict",
    severity="warning",
    certainty="certain",
    uses=("events", SERVICES_ELSEWHERE),
    scope="cluster",
)
def allocation_conflict(traced: TracedService) -> Iterator[Found]:
    """Two Services have one cluster IP, or the API server reports that an address or node port is not rightly its own.

    Why: the API server gives out cluster IPs and node ports and records which are taken. After a restore from a
    backup, or a change of the ranges, a Service may have what another one has too, or what is outside of the range.
    Loops in the API server compare every few minutes and write an event. Where two Services have one address, one of
    the two gets its traffic. Where only the record was wrong, the loops correct it: that is a note.

    See: `kubectl describe service NAME`: events ClusterIPAlreadyAllocated, ClusterIPOutOfRange, PortAlreadyAllocated.

    Fix: create one of the two Services again, which gives it another address or node port.
    """
    yield from _shared(traced)
    event = _newest(traced)
    if event is not None and event.seen is not None:
        mended = event.reason in REPAIRED
        text = "nothing has to be done: the API server repairs it. All events:" if mended else ANEW
        yield Found(
            message=f"{event.reason}, {age(event.seen, traced.snapshot.observed_at)} ago: {event.message}",
            path="spec.ports" if event.reason.startswith("Port") else "spec.clusterIP",
            fix=Fix(text=text, command=describe_service(traced.service)),
            ports=traced.ports,
            ways=("NodePort",) if event.reason.startswith("Port") else ("ClusterIP",),
            severity="note" if mended else None,
        )


def _shared(traced: TracedService) -> Iterator[Found]:
    """The Services that have the same cluster IP, among those that were read."""
    for ip in traced.service.cluster_ips:
        owners = [each for each in traced.snapshot.addresses.services_at(ip) if each.key != traced.service.key]
        if owners:
            names = some([f"{owner.namespace}/{owner.name}" for owner in owners])
            yield Found(
                message=f"cluster IP {ip} is also that of service {names}: only one of them gets its traffic",
                path="spec.clusterIP",
                fix=Fix(text=ANEW, command=describe_service(traced.service)),
                ports=traced.ports,
                ways=("ClusterIP",),
            )


def _newest(traced: TracedService) -> Event | None:
    service, now = traced.service, traced.snapshot.observed_at
    events = traced.snapshot.events_about("Service", service.namespace, service.name)
    told = [(event.seen, event) for event in events if event.reason in REPAIR_REASONS and event.seen is not None]
    recent = [(seen, event) for seen, event in told if now - seen < RECENT]
    return max(recent, key=lambda each: each[0])[1] if recent else None
