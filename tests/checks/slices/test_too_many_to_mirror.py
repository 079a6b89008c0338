import pytest

from kubectl_porttrace.checks.slices.too_many_to_mirror import too_many_addresses_to_mirror as check
from kubectl_porttrace.model.endpoints import SKIP_MIRROR
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoints, found, judged, service, subset, traced
from tests.checks.slices.by_hand import HTTP, NAMED

MANY = tuple(f"10.1.{number // 250}.{number % 250 + 1}" for number in range(1001))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(NAMED, endpoints(subset(HTTP, *MANY[1:]))), id="a-thousand"),
        pytest.param(
            traced(NAMED, endpoints(subset(HTTP, *MANY[:600]), subset(HTTP, *MANY[600:]))), id="in-two-subsets"
        ),
        pytest.param(traced(NAMED, endpoints(subset(HTTP, *MANY), labels={SKIP_MIRROR: "true"})), id="not-mirrored"),
        pytest.param(traced(service(), endpoints(subset(HTTP, *MANY))), id="a-selector"),
        pytest.param(traced(NAMED), id="no-endpoints"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    subject = traced(NAMED, endpoints(subset(HTTP, *MANY[:500], not_ready=MANY[500:])))
    (issue,) = found(check, subject)
    assert issue.path == "subsets[0].addresses"
    assert "1001" in issue.message
    assert judged(subject)["PTE07"].severity == "warning"
