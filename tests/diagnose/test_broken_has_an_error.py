"""Whatever there is and whatever may be read of it: a broken port has an error that names it, and no wired one has."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.unread import PODS_ELSEWHERE
from kubectl_porttrace.outcome import FOUND, exit_code
from kubectl_porttrace.question import EVERYTHING
from kubectl_porttrace.trace.service import trace_service
from kubectl_porttrace.trace.verdict import Verdict
from tests.build import cluster, endpoint, endpoint_slice, endpoints, event, pod, service, subset, workload
from tests.diagnose.random_clusters import RESOURCES, clusters, without

GROUPS = (
    *(("pods",), ("endpointslices",), ("endpoints",), ("nodes",), ("events",), ("deployments",), ("replicasets",)),
    *(("statefulsets", "daemonsets", "jobs"), (PODS_ELSEWHERE,)),
)
"""What is refused together: no check needs DaemonSets or Jobs, so that only what is said of them differs."""

API_SERVER = ("default", "kubernetes")
"""The one Service of which a broken port is no error: the API server answered, whatever it publishes."""

SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck))


def assert_every_broken_port_has_an_error(snapshot: Snapshot) -> None:
    """A broken port has an error that names it and the run exits 3; no error names a port that is wired."""
    report = diagnose(snapshot)
    (service,) = report.services
    errors = [finding for finding in report.findings if finding.severity == "error"]
    named = {port.port for finding in errors for port in finding.ports}
    codes = {finding.code for finding in errors}
    told = [(finding.code, finding.message) for finding in errors]
    if (service.namespace, service.name) == API_SERVER:
        assert errors == []
        return
    for port in service.ports:
        assert port.verdict != "broken" or (port.port in named and codes & set(port.findings)), (port.port, told)
        assert port.verdict != "wired" or port.port not in named, (port.port, told)
    if service.verdict == "broken":
        assert errors
        assert exit_code(report, EVERYTHING, "error") == FOUND


@given(clusters(), st.frozensets(st.sampled_from(RESOURCES)))
@settings(SLOW, max_examples=200)
def test_whatever_may_be_read(snapshot: Snapshot, refused: frozenset[str]) -> None:
    assert_every_broken_port_has_an_error(without(snapshot, refused))


SAID = event("FailedToUpdateEndpointSlices", message="skipping pod-0: node gone not found")
LISTED = EndpointPort(name="", port=8080)
BROKEN = {
    "a-node-is-gone": cluster(service(), pod(name="pod-0", node="gone"), events=(SAID,)),
    "no-pod-matches": cluster(service(), pod(labels={"app": "wbe"}), workload("Deployment", "web")),
    "endpoints-never-mirrored": cluster(service({"port": 80}, selector={}), endpoints(subset(LISTED, "10.0.0.1"))),
    "all-pods-gone": cluster(
        service({"port": 80}, selector={}),
        endpoint_slice([LISTED], endpoint("10.0.0.1", target_ref=ObjectReference(kind="Pod", name="pod-9"))),
        complete_namespaces=frozenset({"shop"}),
    ),
}


EVERY_SUBSET = [
    frozenset(resource for group in groups for resource in group)
    for size in range(len(GROUPS) + 1)
    for groups in combinations(GROUPS, size)
]


def test_every_subset_names_every_resource() -> None:
    assert max(EVERY_SUBSET, key=len) == frozenset(RESOURCES)
    assert len(set(EVERY_SUBSET)) == 2 ** len(GROUPS)


@pytest.mark.parametrize("snapshot", BROKEN.values(), ids=BROKEN)
def test_every_subset_of_what_may_be_read(snapshot: Snapshot) -> None:
    assert trace_service(snapshot, snapshot.services[0]).verdict is Verdict.BROKEN
    for refused in EVERY_SUBSET:
        assert_every_broken_port_has_an_error(without(snapshot, refused))


def test_the_api_server_that_answers_is_no_error() -> None:
    snapshot = cluster(service({"port": 443}, name="kubernetes", namespace="default", selector={}))
    assert trace_service(snapshot, snapshot.services[0]).verdict is Verdict.BROKEN
    assert [(each.code, each.severity) for each in diagnose(snapshot).findings] == [("PTE02", "warning")]
    for refused in EVERY_SUBSET:
        assert_every_broken_port_has_an_error(without(snapshot, refused))


@given(clusters())
@settings(SLOW, max_examples=24)
def test_every_subset_of_what_may_be_read_of_any_cluster(snapshot: Snapshot) -> None:
    for refused in EVERY_SUBSET:
        assert_every_broken_port_has_an_error(without(snapshot, refused))
