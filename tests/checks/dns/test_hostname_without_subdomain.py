import pytest

from kubectl_porttrace.checks.dns.hostname_without_subdomain import hostname_without_subdomain as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, headless, judged, pod, service, traced

NAMED = {"hostname": "one"}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(headless(), pod()), id="no-hostname"),
        pytest.param(traced(headless(), pod(spec={**NAMED, "subdomain": "web"})), id="with-subdomain"),
        pytest.param(traced(service(), pod(spec=NAMED)), id="not-headless"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    subject = traced(headless(), pod(spec=NAMED, name="web-1"))
    (issue,) = found(check, subject)
    assert "hostname one" in issue.message
    assert judged(subject)["PTD05"].severity == "note"
