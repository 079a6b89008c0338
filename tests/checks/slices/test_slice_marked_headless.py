import pytest

from kubectl_porttrace.checks.slices.slice_marked_headless import slice_marked_headless as check
from kubectl_porttrace.model.endpointslice import HEADLESS, MIRRORING_CONTROLLER, EndpointPort, EndpointSlice
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoint, endpoint_slice, found, headless, problems, service, traced

HTTP = EndpointPort(name="http", port=8080)
PLAIN = EndpointPort(port=8080)
BARE = service({"port": 80}, selector={})
NAMED = service({"name": "http", "port": 80}, selector={})

MARKED = endpoint_slice([HTTP], endpoint("10.0.0.1"), labels={HEADLESS: ""}, name="marked")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(NAMED, endpoint_slice([HTTP], endpoint("10.0.0.1"))), id="unmarked"),
        pytest.param(traced(headless({"name": "http", "port": 80}, selector={}), MARKED), id="headless"),
        pytest.param(traced(NAMED, endpoint_slice([HTTP], labels={HEADLESS: ""})), id="without-endpoints"),
        pytest.param(traced(BARE, MARKED), id="of-no-port-of-the-service"),
        pytest.param(
            traced(service(selector={}, type="ExternalName", externalName="a.example"), MARKED), id="external-name"
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("others", "severity"),
    [
        pytest.param([], "error", id="all-there-is"),
        pytest.param([endpoint_slice([HTTP], endpoint("10.0.0.2"))], "warning", id="another-slice-serves"),
    ],
)
def test_fires(others: list[EndpointSlice], severity: str) -> None:
    subject = traced(NAMED, MARKED, *others)
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.name, issue.path) == ("marked", "metadata.labels[service.kubernetes.io/headless]")
    assert [(root.code, root.severity) for root in problems(subject)] == [("PTE09", severity)]


def test_a_mirrored_slice_has_the_label_from_its_endpoints() -> None:
    slice_ = endpoint_slice([HTTP], endpoint("10.0.0.1"), labels={HEADLESS: ""}, managed_by=MIRRORING_CONTROLLER)
    (issue,) = found(check, traced(NAMED, slice_))
    assert "Endpoints" in issue.fix.text


def test_the_label_is_to_be_removed_where_one_slice_is_hand_made() -> None:
    mirrored = endpoint_slice([HTTP], endpoint("10.0.0.2"), labels={HEADLESS: ""}, managed_by=MIRRORING_CONTROLLER)
    (issue,) = found(check, traced(NAMED, MARKED, mirrored))
    assert issue.fix.text == "remove the label from the slice"
    assert issue.message.startswith("EndpointSlices marked, ")
