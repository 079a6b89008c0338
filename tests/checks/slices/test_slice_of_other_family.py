import pytest

from kubectl_porttrace.checks.slices.slice_of_other_family import slice_of_other_family as check
from kubectl_porttrace.model.endpointslice import CONTROLLER, EndpointSlice
from kubectl_porttrace.model.service import SERVICE_PROXY_NAME
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoint, endpoint_slice, found, pod, service, traced
from tests.checks.slices.by_hand import BESIDE_OTHERS, HTTP, NAMED, assert_slice_is_blamed, harmless

SIX = endpoint_slice([HTTP], endpoint("fd00::1"), family="IPv6", name="six")


@pytest.mark.parametrize(
    "subject",
    [
        *harmless(SIX),
        pytest.param(traced(NAMED, endpoint_slice([HTTP], endpoint("10.0.0.1"))), id="its-own-family"),
        pytest.param(
            traced(service({"name": "http", "port": 80}, selector={}, ipFamilies=["IPv4", "IPv6"]), SIX),
            id="dual-stack",
        ),
        pytest.param(
            traced(service({"name": "http", "port": 80}, selector={}, ipFamilies=[], clusterIP=""), SIX),
            id="families-unknown",
        ),
        pytest.param(
            traced(service({"name": "http", "port": 80}, selector={}, labels={SERVICE_PROXY_NAME: "other"}), SIX),
            id="ignored-by-kube-proxy",
        ),
        pytest.param(
            traced(
                service({"name": "http", "port": 80}),
                pod(),
                endpoint_slice([HTTP], endpoint("fd00::1"), family="IPv6", managed_by=CONTROLLER),
            ),
            id="the-controllers-own-is-cleaned-up",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@BESIDE_OTHERS
def test_fires(others: list[EndpointSlice], severity: str) -> None:
    assert_slice_is_blamed(check, traced(NAMED, SIX, *others), SIX, "addressType", severity)
