import pytest

from kubectl_porttrace.checks.slices.slice_marked_headless import slice_marked_headless as check
from kubectl_porttrace.model.endpointslice import HEADLESS, MIRRORING_CONTROLLER, EndpointSlice
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoint, endpoint_slice, found, traced
from tests.checks.slices.by_hand import BESIDE_OTHERS, HTTP, NAMED, assert_slice_is_blamed, harmless

MARKED = endpoint_slice([HTTP], endpoint("10.0.0.1"), labels={HEADLESS: ""}, name="marked")


@pytest.mark.parametrize(
    "subject",
    [*harmless(MARKED), pytest.param(traced(NAMED, endpoint_slice([HTTP], endpoint("10.0.0.1"))), id="unmarked")],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@BESIDE_OTHERS
def test_fires(others: list[EndpointSlice], severity: str) -> None:
    subject = traced(NAMED, MARKED, *others)
    assert_slice_is_blamed(check, subject, MARKED, "metadata.labels[service.kubernetes.io/headless]", severity)


def test_a_mirrored_slice_has_the_label_from_its_endpoints() -> None:
    slice_ = endpoint_slice([HTTP], endpoint("10.0.0.1"), labels={HEADLESS: ""}, managed_by=MIRRORING_CONTROLLER)
    (issue,) = found(check, traced(NAMED, slice_))
    assert "Endpoints" in issue.fix.text


def test_the_label_is_to_be_removed_where_one_slice_is_hand_made() -> None:
    mirrored = endpoint_slice([HTTP], endpoint("10.0.0.2"), labels={HEADLESS: ""}, managed_by=MIRRORING_CONTROLLER)
    (issue,) = found(check, traced(NAMED, MARKED, mirrored))
    assert issue.fix.text == "remove the label from the slice"
    assert issue.message.startswith("EndpointSlices marked, ")
