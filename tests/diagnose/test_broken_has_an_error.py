"""Whatever there is and whatever may be read of it: a broken port has an error that names it, and no wired one has."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.diagnose.judging import judge
from kubectl_porttrace.diagnose.running import applies
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.model.snapshot import PODS_ELSEWHERE, Snapshot
from kubectl_porttrace.outcome import FOUND, exit_code
from kubectl_porttrace.question import EVERYTHING
from kubectl_porttrace.trace.service import trace_service
from kubectl_porttrace.trace.verdict import Verdict
from tests.build import cluster, endpoint, endpoint_slice, endpoints, event, pod, service, subset, workload
from tests.diagnose.random_clusters import RESOURCES, clusters, without

SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck))


def assert_every_broken_port_has_an_error(snapshot: Snapshot) -> None:
    """A broken port has an error that names it and the run exits 3; no error names a port that is wired."""
    (asked,) = snapshot.services
    traced = trace_service(snapshot, asked)
    checks = [check for check in all_checks().values() if applies(check, snapshot, asked.namespace)]
    errors = [finding for finding in judge(traced, checks) if finding.severity == "error"]
    named = {key for finding in errors for key in finding.ports}
    told = [(finding.codes, finding.message) for finding in errors]
    for port in traced.ports:
        assert port.verdict is not Verdict.BROKEN or port.key in named, (port.title, told)
        assert port.verdict is not Verdict.WIRED or port.key not in named, (port.title, told)
    report = diagnose(snapshot)
    if traced.verdict is Verdict.BROKEN:
        assert exit_code(report, EVERYTHING, "error") == FOUND
        assert errors
    for shown in report.services[0].ports:
        errors_shown = {finding.code for finding in report.findings if finding.severity == "error"}
        assert shown.verdict != "broken" or errors_shown & set(shown.findings)


@given(clusters(), st.frozensets(st.sampled_from(RESOURCES)))
@settings(SLOW, max_examples=400)
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


@pytest.mark.parametrize("snapshot", BROKEN.values(), ids=BROKEN)
def test_every_subset_of_what_may_be_read(snapshot: Snapshot) -> None:
    assert trace_service(snapshot, snapshot.services[0]).verdict is Verdict.BROKEN
    deciding = ("pods", "endpointslices", "endpoints", "nodes", "events", "deployments", "replicasets", PODS_ELSEWHERE)
    for size in range(len(deciding) + 1):
        for refused in combinations(deciding, size):
            assert_every_broken_port_has_an_error(without(snapshot, frozenset(refused)))
