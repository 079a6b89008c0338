import pytest

from kubectl_porttrace.checks.service_spec.external_name_ignored import external_name_ignored as check
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, headless, judged, pod, service, traced


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod()), id="not-set"),
        pytest.param(traced(service(type="ExternalName", externalName="db.example.com")), id="the-type-for-it"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(service(externalName="db.example.com"), id="cluster-ip"),
        pytest.param(headless(externalName="db.example.com"), id="headless"),
    ],
)
def test_fires(asked: Service) -> None:
    subject = traced(asked, pod())
    assert [seen.path for seen in found(check, subject)] == ["spec.externalName"]
    assert judged(subject)["PTS11"].severity == "note"
