from typing import Any

import pytest
from msgspec import structs

from kubectl_porttrace.checks.slices.slices_lag import slices_lag_behind as check
from kubectl_porttrace.model.endpointslice import CONTROLLER, EndpointPort
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.service import TracedService
from tests.build import (
    LONG_AGO,
    NOW,
    cluster,
    container,
    endpoint,
    endpoint_slice,
    forbidden,
    found,
    judged,
    pod,
    port,
    service,
    slices_for,
    traced,
)

OLD = pod(name="old")
HTTP = {"name": "http", "port": 80, "targetPort": "http"}


def stale(*pods: Any, of: Service | None = None, **fields: Any) -> TracedService:
    """A Service whose slices still show only the pod `old`."""
    of = of or service()
    return traced(of, *pods, *slices_for(cluster(of, OLD, published=False), of), published=False, **fields)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(stale(OLD), id="as-they-should-be"),
        pytest.param(stale(OLD, pod(created=NOW)), id="just-changed"),
        pytest.param(
            stale(OLD, pod(), of=service(metadata={"deletionTimestamp": LONG_AGO})), id="service-being-deleted"
        ),
        pytest.param(traced(service(selector={}), endpoint_slice([], endpoint("10.0.0.1"))), id="no-selector"),
        pytest.param(traced(service(), pod(), unread=[forbidden("pods")]), id="pods-not-read"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "words", "severity"),
    [
        pytest.param(stale(OLD, pod()), "1 pod missing", "warning", id="missing"),
        pytest.param(stale(), "1 endpoint too many", "warning", id="surplus"),
        pytest.param(
            stale(structs.replace(OLD, status=structs.replace(OLD.status, conditions=()))),
            "another state",
            "warning",
            id="another-state",
        ),
        pytest.param(
            stale(OLD, pod(ready=False), pod(terminating=True)), "2 pods missing", "warning", id="unready-ones"
        ),
        pytest.param(traced(service(), pod(), published=False), "1 pod missing", "error", id="nothing-published"),
        pytest.param(
            traced(service(HTTP), pod(container(port(8080, "http"))), pod(), published=False),
            "2 pods missing",
            "error",
            id="nothing-published-of-two",
        ),
    ],
)
def test_fires(subject: TracedService, words: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert words in issue.message
    assert judged(subject)["PTE13"].severity == severity


def test_evidence_names_the_pods_and_their_state() -> None:
    (issue,) = found(check, stale(pod(name="new", ips=["10.0.0.7"], terminating=True)))
    assert issue.evidence[0] == "should be there: new 10.0.0.7 (terminating)"
    assert issue.evidence[1].startswith("should not: old ")


def test_an_endpoint_without_a_pod_is_told_by_its_address() -> None:
    slice_ = endpoint_slice([], endpoint("10.9.9.9", ready=False), managed_by=CONTROLLER)
    (issue,) = found(check, traced(service(), slice_))
    assert "no pod 10.9.9.9 (not ready)" in issue.evidence[0]


def test_only_ports_that_lack_endpoints_for_it_are_in_error() -> None:
    ports = [{**HTTP, "name": "a"}, {**HTTP, "name": "b", "port": 81}, {"name": "c", "port": 82, "targetPort": "none"}]
    slice_ = endpoint_slice([EndpointPort(name="a", port=8080)], endpoint("10.9.9.9"))
    subject = traced(service(*ports), pod(container(port(8080, "http"))), pod(ready=False), slice_, published=False)
    (issue,) = found(check, subject)
    assert ([port.index for port in issue.ports], issue.severity) == ([1], "error")


def test_endpoints_without_pods_are_counted_one_by_one() -> None:
    endpoint_slices = endpoint_slice([], endpoint("10.9.9.8"), endpoint("10.9.9.9"), managed_by=CONTROLLER)
    assert "2 endpoints too many" in found(check, traced(service(), endpoint_slices))[0].message
