import pytest

from kubectl_porttrace.checks.slices.slice_of_names import slice_of_host_names as check
from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoint, endpoint_slice, found, traced
from tests.checks.slices.by_hand import BESIDE_OTHERS, HTTP, NAMED, assert_slice_is_blamed, harmless

NAMES = endpoint_slice([HTTP], endpoint("a.example"), family="FQDN", name="names")


@pytest.mark.parametrize(
    "subject",
    [*harmless(NAMES), pytest.param(traced(NAMED, endpoint_slice([HTTP], endpoint("10.0.0.1"))), id="addresses")],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@BESIDE_OTHERS
def test_fires(others: list[EndpointSlice], severity: str) -> None:
    assert_slice_is_blamed(check, traced(NAMED, NAMES, *others), NAMES, "addressType", severity)
