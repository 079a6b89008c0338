import pytest

from kubectl_porttrace.checks.slices.slices_added_by_others import slices_added_by_others as check
from kubectl_porttrace.model.endpointslice import MIRRORING_CONTROLLER, Endpoint, EndpointPort
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoint, endpoint_slice, found, pod, problems, service, traced
from tests.checks.slices.by_hand import HTTP, NAMED, PLAIN

POD = pod(ips=["10.0.0.1"])
WEB = service({"name": "http", "port": 80, "targetPort": 8080})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(WEB, POD), id="the-controllers-only"),
        pytest.param(traced(NAMED, endpoint_slice([HTTP], endpoint("10.9.9.9"))), id="no-selector"),
        pytest.param(traced(WEB, POD, endpoint_slice([HTTP], endpoint("10.0.0.1"))), id="an-address-it-has-anyway"),
        pytest.param(traced(WEB, POD, endpoint_slice([PLAIN], endpoint("10.9.9.9"))), id="another-port-name"),
        pytest.param(traced(WEB, POD, endpoint_slice([HTTP], endpoint("10.9.9.9", ready=False))), id="not-usable"),
        pytest.param(traced(WEB, POD, endpoint_slice([HTTP], Endpoint())), id="no-address"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "managed_by", [pytest.param("", id="hand-made"), pytest.param(MIRRORING_CONTROLLER, id="mirrored")]
)
def test_fires(managed_by: str) -> None:
    subject = traced(WEB, POD, endpoint_slice([HTTP], endpoint("10.9.9.9"), managed_by=managed_by, name="extra"))
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.name, [port.index for port in issue.ports]) == ("extra", [0])
    assert "10.9.9.9" in issue.message
    assert issue.evidence == (f"managed by {managed_by or 'nobody'}",)
    assert [(root.code, root.severity) for root in problems(subject)] == [("PTE15", "warning")]


def test_another_number_of_a_pods_address_is_an_addition() -> None:
    subject = traced(WEB, POD, endpoint_slice([EndpointPort(name="http", port=9999)], endpoint("10.0.0.1")))
    assert len(found(check, subject)) == 1


def test_only_the_slices_that_add_are_named() -> None:
    idle = endpoint_slice([HTTP], endpoint("10.9.9.8", ready=False), Endpoint(), name="idle")
    adding = endpoint_slice([HTTP], endpoint("10.9.9.9"), endpoint("10.9.9.8", ready=False), name="adding")
    (issue,) = found(check, traced(WEB, POD, idle, adding))
    assert "EndpointSlice adding adds 10.9.9.9 " in issue.message
