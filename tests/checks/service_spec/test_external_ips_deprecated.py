import pytest

from kubectl_porttrace.checks.service_spec.external_ips_deprecated import external_ips_deprecated as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, headless, judged, pod, service, traced

IPS = ["192.0.2.7"]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod()), id="none"),
        pytest.param(traced(headless(externalIPs=IPS), pod()), id="headless-ignores-them"),
        pytest.param(
            traced(service(type="ExternalName", externalName="x.example", externalIPs=IPS)), id="external-name-too"
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    subject = traced(service(externalIPs=IPS), pod())
    assert [seen.path for seen in found(check, subject)] == ["spec.externalIPs"]
    assert judged(subject)["PTS14"].severity == "note"
