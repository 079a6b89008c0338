import pytest

from kubectl_porttrace.checks.slices.endpoints_used_as_lock import endpoints_used_as_lock as check
from kubectl_porttrace.model.endpoints import LEADER
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoints, found, traced
from tests.checks.slices.by_hand import BARE, assert_endpoints_are_blamed, unaffected

LOCK = endpoints(annotations={LEADER: "{}"})


@pytest.mark.parametrize(
    "subject",
    [
        *unaffected(LOCK),
        pytest.param(traced(BARE, endpoints(annotations={"leader": "{}"})), id="another-annotation"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    assert_endpoints_are_blamed(check, LOCK, f"metadata.annotations[{LEADER}]")
