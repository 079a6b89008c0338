import pytest

from kubectl_porttrace.checks.slices.slices_left_over import slices_left_over as check
from kubectl_porttrace.model.endpointslice import CONTROLLER
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoint, endpoint_slice, found, pod, problems, service, traced
from tests.checks.slices.by_hand import HTTP, NAMED

LEFT = endpoint_slice([HTTP], endpoint("10.0.0.1"), managed_by=CONTROLLER, owner=NAMED, name="left")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(NAMED, endpoint_slice([HTTP], endpoint("10.0.0.1"))), id="hand-made"),
        pytest.param(traced(NAMED, endpoint_slice([HTTP], managed_by=CONTROLLER)), id="empty"),
        pytest.param(traced(service(), pod()), id="a-selector"),
        pytest.param(
            traced(service(selector={}, type="ExternalName", externalName="a.example"), LEFT), id="external-name"
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    subject = traced(NAMED, LEFT)
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.name, issue.path) == ("left", "metadata.labels[kubernetes.io/service-name]")
    assert "was made for one: nothing updates it any more" in issue.message
    assert [(root.code, root.severity) for root in problems(subject)] == [("PTE14", "warning")]


def test_a_copied_label_is_told_from_a_leftover() -> None:
    (issue,) = found(check, traced(NAMED, endpoint_slice([HTTP], endpoint("10.0.0.1"), managed_by=CONTROLLER)))
    assert "as if" in issue.message


def test_one_copied_label_among_leftovers_is_told() -> None:
    copied = endpoint_slice([HTTP], endpoint("10.0.0.2"), managed_by=CONTROLLER, name="copied")
    assert "as if" in found(check, traced(NAMED, LEFT, copied))[0].message
