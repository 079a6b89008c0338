import pytest

from kubectl_porttrace.checks.slices.slice_to_be_deleted import slice_to_be_deleted as check
from kubectl_porttrace.model.endpointslice import CONTROLLER, EndpointSlice
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import endpoint, endpoint_slice, found, manifests, pod, problems, service, traced
from tests.checks.slices.by_hand import HTTP, NAMED

WEB = service({"name": "http", "port": 80, "targetPort": 8080})
CLAIMED = endpoint_slice([HTTP], endpoint("10.9.9.9"), managed_by=CONTROLLER, name="claimed")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(WEB, pod()), id="the-controllers-own"),
        pytest.param(
            traced(WEB, pod(), endpoint_slice([HTTP], endpoint("10.9.9.9"), managed_by="me")), id="another-manager"
        ),
        pytest.param(traced(NAMED, CLAIMED), id="no-selector"),
        pytest.param(traced(service({"port": 80}, metadata={"uid": ""}), CLAIMED), id="a-recording-without-uids"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "slice_",
    [
        pytest.param(CLAIMED, id="owned-by-nobody"),
        pytest.param(
            endpoint_slice(
                [HTTP],
                endpoint("10.9.9.9"),
                managed_by=CONTROLLER,
                owner=service(metadata={"uid": "before"}),
                name="claimed",
            ),
            id="owned-by-a-service-that-had-the-name-before",
        ),
    ],
)
def test_fires_as_the_root(slice_: EndpointSlice) -> None:
    subject = traced(WEB, pod(), slice_)
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert issue.object.name == "claimed"
    assert issue.path == "metadata.labels[endpointslice.kubernetes.io/managed-by]"
    assert [(root.codes, root.severity) for root in problems(subject)] == [(("PTE16", "PTE13"), "warning")]


def test_fires_on_a_file() -> None:
    snapshot = manifests(service({"port": 80}, metadata={"uid": ""}), CLAIMED)
    assert len(found(check, trace_service(snapshot, snapshot.services[0]))) == 1
