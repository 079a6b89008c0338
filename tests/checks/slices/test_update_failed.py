from datetime import timedelta

import pytest

from kubectl_porttrace.checks.slices.update_failed import endpoint_update_failed as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import (
    endpoint,
    endpoint_slice,
    endpoints,
    event,
    forbidden,
    found,
    pod,
    problems,
    service,
    subset,
    traced,
)
from tests.checks.slices.by_hand import BARE, PLAIN

FAILED = "FailedToUpdateEndpointSlices"
LAGGING = (service(), pod())


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(*LAGGING, published=False), id="no-event"),
        pytest.param(traced(*LAGGING, published=False, events=(event("Scheduled"),)), id="another-reason"),
        pytest.param(traced(*LAGGING, published=False, events=(event(FAILED, ago=timedelta(hours=1)),)), id="long-ago"),
        pytest.param(traced(*LAGGING, published=False, events=(event(FAILED, name="db"),)), id="of-another-service"),
        pytest.param(traced(*LAGGING, published=False, events=(event(FAILED, ago=None),)), id="at-no-time"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires_as_the_root_of_slices_that_lag() -> None:
    events = (event(FAILED, message="older", ago=timedelta(minutes=9)), event(FAILED, message="webhook refused"))
    subject = traced(*LAGGING, published=False, events=events)
    (issue,) = found(check, subject)
    assert "webhook refused" in issue.message
    assert [root.codes for root in problems(subject)] == [("PTE25", "PTE13")]


@pytest.mark.parametrize(
    ("subject", "severity"),
    [
        pytest.param(traced(service(), pod(), events=(event(FAILED),)), "note", id="overcome"),
        pytest.param(
            traced(BARE, endpoint_slice([PLAIN], endpoint("10.0.0.1")), events=(event(FAILED),)),
            "warning",
            id="no-selector",
        ),
        pytest.param(
            traced(
                BARE, endpoints(subset(PLAIN, "10.0.0.1")), events=(event("FailedToUpdateEndpoint", kind="Endpoints"),)
            ),
            "error",
            id="about-endpoints-that-were-never-mirrored",
        ),
        pytest.param(
            traced(service(), pod(ready=False), unread=[forbidden("pods")], published=False, events=(event(FAILED),)),
            "error",
            id="nothing-behind-it-and-pods-not-read",
        ),
        pytest.param(
            traced(
                service(),
                pod(),
                unread=[forbidden("pods")],
                published=False,
                events=(event(FAILED, message="the object has been modified; please apply your changes"),),
            ),
            "warning",
            id="a-conflict-passes",
        ),
        pytest.param(
            traced(service(), pod(node="gone"), unread=[forbidden("nodes")], published=False, events=(event(FAILED),)),
            "error",
            id="a-pod-is-in-no-slice-and-nodes-not-read",
        ),
        pytest.param(
            traced(service(), pod(ready=False), events=(event(FAILED),)), "note", id="nothing-ready-for-another-reason"
        ),
        pytest.param(
            traced(
                service(),
                pod(name="lost", node="gone"),
                pod(name="fine"),
                published=False,
                events=(event(FAILED, message="skipping lost"),),
            ),
            "note",
            id="a-node-is-missing",
        ),
        pytest.param(
            traced(service(), pod(), unread=[forbidden("endpointslices")], events=(event(FAILED),)),
            "warning",
            id="slices-not-read",
        ),
    ],
)
def test_is_a_note_where_it_did_no_harm(subject: TracedService, severity: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.severity or check.severity) == severity
