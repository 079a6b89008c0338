from typing import Any

import pytest

from kubectl_porttrace.checks.service_spec.headless_fields_ignored import headless_fields_ignored as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, headless, judged, pod, service, traced

ALL: dict[str, Any] = {
    "sessionAffinity": "ClientIP",
    "externalIPs": ["192.0.2.7"],
    "loadBalancerIP": "192.0.2.8",
}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(headless(sessionAffinity="None"), pod()), id="none-of-them"),
        pytest.param(traced(service(**ALL), pod()), id="with-a-cluster-ip"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize("field", ALL)
def test_fires(field: str) -> None:
    subject = traced(headless(**{field: ALL[field]}), pod())
    assert [seen.path for seen in found(check, subject)] == [f"spec.{field}"]
    assert judged(subject)["PTS13"].severity == "note"


def test_names_all_of_them_once() -> None:
    [seen] = found(check, traced(headless(**ALL), pod()))
    assert all(field in seen.message for field in ALL)
