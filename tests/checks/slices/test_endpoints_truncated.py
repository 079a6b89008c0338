import pytest

from kubectl_porttrace.checks.slices.endpoints_truncated import endpoints_truncated as check
from kubectl_porttrace.model.endpoints import OVER_CAPACITY
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoints, found, judged, pod, service, subset, traced
from tests.checks.slices.by_hand import HTTP, NAMED, PLAIN


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(NAMED, endpoints(subset(HTTP, "10.0.0.1"))), id="not-over-capacity"),
        pytest.param(traced(service(), pod()), id="no-endpoints"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    subject = traced(service(), pod(), endpoints(subset(PLAIN, "10.0.0.1"), annotations={OVER_CAPACITY: "truncated"}))
    assert [issue.path for issue in found(check, subject)] == [
        "metadata.annotations[endpoints.kubernetes.io/over-capacity]"
    ]
    assert judged(subject)["PTE08"].severity == "note"
