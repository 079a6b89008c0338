import pytest

from kubectl_porttrace.checks.routes.unusual_service import unusual_service as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import found, headless, ingress, judged, pod, serious, service, traced_route


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(ingress(), service(), pod()), id="a-cluster-ip"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(ingress(), service(type="ExternalName", externalName="a.b")),
            "spec.rules[0].http.paths[0].backend",
            "warning",
            id="external-name-without-ports",
        ),
        pytest.param(
            traced_route(ingress(), headless(), pod()), "spec.rules[0].http.paths[0].backend", "note", id="headless"
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity


def test_an_external_name_without_ports_is_no_more_than_unusual() -> None:
    """Controllers dial the number that is given, whatever the Service declares."""
    subject = traced_route(ingress(80), service(type="ExternalName", externalName="a.b", ports=[]))
    assert (subject.verdict.word, serious(subject)) == ("external", {"PTI07": "warning"})
