import pytest

from kubectl_porttrace.checks.slices.mirroring_refused import mirroring_refused as check
from kubectl_porttrace.model.endpoints import SKIP_MIRROR
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoints, found, subset, traced
from tests.checks.slices.by_hand import BARE, PLAIN, assert_endpoints_are_blamed, unaffected

REFUSED = endpoints(subset(PLAIN, "10.0.0.1"), labels={SKIP_MIRROR: "true"})
OTHER_VALUE = endpoints(subset(PLAIN, "10.0.0.1"), labels={SKIP_MIRROR: "True"})


@pytest.mark.parametrize(
    "subject", [*unaffected(REFUSED), pytest.param(traced(BARE, OTHER_VALUE), id="only-true-counts")]
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    assert_endpoints_are_blamed(check, REFUSED, f"metadata.labels[{SKIP_MIRROR}]")
