from collections.abc import Sequence
from datetime import timedelta

import pytest

from kubectl_porttrace.checks.unexplained.no_usable_backend import no_usable_backend as check
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.trace.service import TracedService
from tests.build import (
    NOW,
    endpoints,
    event,
    forbidden,
    found,
    headless,
    judged,
    pod,
    service,
    subset,
    traced,
)

BARE = service({"port": 80}, selector={})
ORPHAN = pod(node="gone")
PLAIN = EndpointPort(port=8080)


def orphaned(*refused: str) -> TracedService:
    """A Ready pod on a Node that is gone, and a user who may not read everything."""
    return traced(service(), ORPHAN, published=False, unread=[forbidden(resource) for resource in refused])


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod()), id="wired"),
        pytest.param(traced(service(), unread=[forbidden("endpointslices")]), id="unknown"),
        pytest.param(traced(service(type="ExternalName", externalName="db.example.com", ports=[])), id="external"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("refused", "listed"),
    [
        pytest.param(("nodes",), "nodes", id="nodes"),
        pytest.param(("nodes", "events"), "nodes and events", id="two"),
        pytest.param(("nodes", "events", "jobs"), "nodes, events and jobs", id="three"),
    ],
)
def test_fires_and_says_what_could_not_be_read(refused: Sequence[str], listed: str) -> None:
    issue = judged(orphaned(*refused))["PTT05"]
    assert (issue.severity, issue.path) == ("error", "spec.ports[0]")
    assert issue.ports == {PortKey("shop", "web", 0)}
    assert (
        issue.message == f"no usable backend for 80/TCP; the cause is not known, as these could not be read: {listed}"
    )
    assert "1 pod selected, 1 ready" in issue.evidence


def test_leaves_out_what_was_not_asked_for_and_other_namespaces() -> None:
    unread = [Unread("nodes", None, "not-requested", ""), Unread("events", "other", "forbidden", "")]
    (issue,) = found(check, traced(service(), ORPHAN, published=False, unread=unread))
    assert issue.message.endswith("the cause is not known: nothing that was read tells it")


def test_fires_for_a_headless_service_without_ports() -> None:
    (issue,) = found(check, traced(headless(ports=[])))
    assert (issue.message, issue.ports) == (
        "no usable backend; the cause is not known: nothing that was read tells it",
        (),
    )


def test_fires_for_endpoints_that_nobody_mirrors() -> None:
    issue = judged(traced(BARE, endpoints(subset(PLAIN, "10.0.0.1"))))["PTT05"]
    assert "Endpoints web: ready addresses 1, and no EndpointSlice mirrors them" in issue.evidence


def test_says_so_while_slices_catch_up() -> None:
    new = pod(created=NOW - timedelta(seconds=3))
    issue = judged(traced(service(), new, published=False))["PTT05"]
    assert issue.message.endswith("the EndpointSlices are still catching up with a recent change")
    assert issue.fix.text == "run the command again in a few seconds"


def test_gives_way_to_the_controllers_own_words() -> None:
    said = event("FailedToUpdateEndpointSlices", message='node "gone" not found')
    subject = traced(service(), ORPHAN, published=False, unread=[forbidden("nodes")], events=(said,))
    issues = judged(subject)
    assert "PTT05" not in issues
    assert issues["PTE25"].severity == "error"


def test_routes_that_may_not_be_read_are_no_reason() -> None:
    unread = [forbidden("pods"), forbidden("httproutes"), forbidden("gateways in other namespaces")]
    (issue,) = found(check, traced(service(), pod(ready=False), unread=unread))
    assert issue.message.endswith("these could not be read: pods")
