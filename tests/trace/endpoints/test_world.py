import pytest

from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.endpoints.foreseen import Foreseen
from kubectl_porttrace.trace.endpoints.published import Published
from kubectl_porttrace.trace.endpoints.stand_in import StandIn
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import cluster, forbidden, in_files, manifests, pod, service, template, traced

HERE = cluster(service(), pod())
ELSEWHERE = cluster(service(), pod(), unread=[forbidden("endpointslices", "bank")])
NOT_READABLE = cluster(service(), pod(), unread=[forbidden("endpointslices", "shop")])
FILES = manifests(service(), template())
SLICELESS = manifests(service(), unread=[forbidden("endpointslices")])


@pytest.mark.parametrize(
    ("snapshot", "world"),
    [
        pytest.param(HERE, Published, id="slices-read"),
        pytest.param(ELSEWHERE, Published, id="slices-of-another-namespace-not-read"),
        pytest.param(NOT_READABLE, StandIn, id="slices-not-read"),
        pytest.param(FILES, Foreseen, id="manifests"),
        pytest.param(SLICELESS, Foreseen, id="manifests-without-slices"),
    ],
)
def test_each_service_is_in_one_world(snapshot: Snapshot, world: type) -> None:
    subject = trace_service(snapshot, snapshot.services[0])
    assert isinstance(subject.world, world)
    assert subject.in_manifests == (world is Foreseen)
    assert (subject.slices is None) == (world is not Published)


@pytest.mark.parametrize(
    ("subject", "foreseen"),
    [
        pytest.param(in_files(service(), template()), True, id="a-template"),
        pytest.param(in_files(service()), True, id="no-pod"),
        pytest.param(in_files(service(), pod()), False, id="a-pod-that-kubectl-printed"),
        pytest.param(in_files(service(), pod(), template()), False, id="one-of-each"),
        pytest.param(traced(service(), pod()), False, id="a-cluster"),
    ],
)
def test_only_what_does_not_run_is_foreseen(subject: TracedService, *, foreseen: bool) -> None:
    assert subject.foreseen == foreseen
