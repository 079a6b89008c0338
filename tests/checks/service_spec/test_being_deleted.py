from datetime import timedelta

import pytest

from kubectl_porttrace.checks.service_spec.being_deleted import service_being_deleted as check
from tests.build import NOW, found, headless, judged, pod, service, traced

DELETED = {"deletionTimestamp": NOW - timedelta(hours=3)}


def test_stays_silent() -> None:
    assert found(check, traced(service(metadata={"finalizers": ["example.com/hold"]}), pod())) == []


@pytest.mark.parametrize(
    ("finalizers", "said"),
    [
        pytest.param(["service.kubernetes.io/load-balancer-cleanup"], "load-balancer-cleanup", id="held"),
        pytest.param([], "no finalizer", id="about-to-go"),
    ],
)
def test_fires(finalizers: list[str], said: str) -> None:
    subject = traced(service(metadata={**DELETED, "finalizers": finalizers}), pod())
    [seen] = found(check, subject)
    assert seen.path == "metadata.deletionTimestamp"
    assert said in seen.message
    assert "3h" in seen.message
    assert judged(subject)["PTS20"].severity == "warning"


def test_says_nothing_of_endpoints_that_no_controller_makes() -> None:
    [selecting] = found(check, traced(service(metadata=DELETED), pod()))
    [selectorless] = found(check, traced(service(metadata=DELETED, selector={})))
    assert (len(selecting.evidence), len(selectorless.evidence)) == (1, 0)


def test_explains_slices_that_are_not_made() -> None:
    """The controller makes no new slice for it, which is no failure of the controller."""
    for asked in (service(metadata=DELETED), headless(metadata=DELETED, ports=[])):
        assert "PTE13" not in judged(traced(asked, pod(), published=False))
