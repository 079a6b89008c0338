from datetime import datetime, timedelta
from typing import Any

import pytest

from kubectl_porttrace.checks.probes.probe_errors import probe_errors as check
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import Event
from kubectl_porttrace.trace.service import TracedService
from tests.build import NOW, container, forbidden, found, judged, pod, port, service, traced

MESSAGE = 'Readiness probe errored and resulted in unknown state: strconv.Atoi: parsing "web": invalid syntax'
STARTED = NOW - timedelta(hours=1)


def event(
    message: str = MESSAGE,
    *,
    reason: str = "Unhealthy",
    seen: datetime | None = NOW - timedelta(minutes=5),
    of: str = "web-0",
    path: str = "spec.containers{app}",
) -> Event:
    subject = ObjectReference(kind="Pod", namespace="shop", name=of, field_path=path)
    return Event(involved_object=subject, reason=reason, message=message, last_timestamp=seen)


def running(name: str = "web-0", *, state: dict[str, Any] | None = None, **fields: Any) -> Pod:
    statuses = [{"name": "app", "state": {"running": {"startedAt": STARTED}} if state is None else state}]
    return pod(name=name, **{"status": {"containerStatuses": statuses}, **fields})


def with_events(subject: Pod, *events: Event) -> TracedService:
    return traced(service(), subject, events=events)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(with_events(running()), id="no-event"),
        pytest.param(with_events(running(), event("Readiness probe failed: 503")), id="failed-is-not-errored"),
        pytest.param(with_events(running(), event(reason="BackOff")), id="another-reason"),
        pytest.param(with_events(running(), event(of="web-1")), id="another-pod"),
        pytest.param(with_events(running(), event(seen=STARTED - timedelta(minutes=1))), id="before-a-restart"),
        pytest.param(with_events(running(), event(seen=None)), id="no-time"),
        pytest.param(with_events(running(), event(path="spec.containers{other}")), id="another-container"),
        pytest.param(with_events(running(state={"waiting": {}}), event()), id="not-running"),
        pytest.param(with_events(running(state={"running": {}}), event()), id="start-unknown"),
        pytest.param(with_events(running(terminating=True), event()), id="being-deleted"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([event()], id="of-its-container"),
        pytest.param([event(path="")], id="of-no-container"),
        pytest.param([event("Liveness probe errored: old", seen=NOW - timedelta(minutes=9)), event()], id="the-latest"),
    ],
)
def test_fires(events: list[Event]) -> None:
    subject = with_events(running(), *events)
    (issue,) = found(check, subject)
    assert issue.evidence == (MESSAGE, "pods: web-0")
    assert judged(subject)["PTB11"].severity == "warning"


def test_is_folded_under_the_probe_that_errs() -> None:
    wrong = container(port(80, "http"), spec={"readinessProbe": {"httpGet": {"port": "web"}}})
    statuses = [{"name": "app", "state": {"running": {"startedAt": STARTED}}}]
    status = {"containerStatuses": statuses, "conditions": [{"type": "Ready", "status": "False"}]}
    subject = traced(service(), pod(wrong, name="web-0", status=status), events=(event(),))
    assert set(judged(subject)["PTB01"].codes) == {"PTB01", "PTP07", "PTB11"}


def test_is_not_decided_where_events_were_not_read() -> None:
    subject = traced(service(), running(), events=(event(),), unread=[forbidden("events")])
    assert "PTB11" not in judged(subject)
