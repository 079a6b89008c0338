import pytest

from kubectl_porttrace.checks.service_spec.hidden_from_kube_proxy import hidden_from_kube_proxy as check
from kubectl_porttrace.model.service import SERVICE_PROXY_NAME
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, headless, judged, pod, service, traced

HIDDEN = {SERVICE_PROXY_NAME: "other"}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(labels={"app": "web"}), pod()), id="no-label"),
        pytest.param(traced(headless(labels=HIDDEN), pod()), id="headless"),
        pytest.param(traced(service(type="ExternalName", externalName="x.example", labels=HIDDEN)), id="external-name"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize("value", [pytest.param("", id="empty"), pytest.param("other", id="another-proxy")])
def test_fires(value: str) -> None:
    subject = traced(service(labels={SERVICE_PROXY_NAME: value}), pod())
    [seen] = found(check, subject)
    assert seen.path == f"metadata.labels[{SERVICE_PROXY_NAME}]"
    assert ("empty" in seen.message) == (not value)
    assert judged(subject)["PTS12"].severity == "warning"
