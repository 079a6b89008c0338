import pytest

from kubectl_porttrace.checks.service_spec.source_ranges_in_annotation import source_ranges_in_annotation as check
from kubectl_porttrace.model.service import SOURCE_RANGES, Service
from tests.build import found, judged, pod, service, traced

ANNOTATED = {SOURCE_RANGES: "10.0.0.0/8"}


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(service(type="LoadBalancer"), id="neither"),
        pytest.param(
            service(type="LoadBalancer", annotations=ANNOTATED, loadBalancerSourceRanges=["10.0.0.0/8"]), id="both"
        ),
        pytest.param(service(type="LoadBalancer", annotations={SOURCE_RANGES: " "}), id="empty"),
        pytest.param(service(type="NodePort", annotations=ANNOTATED), id="another-type"),
    ],
)
def test_stays_silent(asked: Service) -> None:
    assert found(check, traced(asked, pod())) == []


def test_fires() -> None:
    subject = traced(service(type="LoadBalancer", annotations=ANNOTATED), pod())
    assert [seen.path for seen in found(check, subject)] == [f"metadata.annotations[{SOURCE_RANGES}]"]
    assert judged(subject)["PTS23"].severity == "note"
