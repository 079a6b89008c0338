from kubectl_porttrace.checks.control_plane.type_not_always_called import type_not_always_called
from tests.build import found, headless, pod, service, traced_route
from tests.build.callers import HTTPS, webhook, webhooks


def test_fires_on_a_headless_service() -> None:
    (finding,) = found(type_not_always_called, traced_route(webhooks(), headless(HTTPS), pod()))
    assert "is headless, and cannot be called unless the API server runs with" in finding.message


def test_fires_on_an_external_name() -> None:
    external = service(type="ExternalName", externalName="check.example.com", selector={}, ports=[])
    (finding,) = found(type_not_always_called, traced_route(webhooks(), external))
    assert "is an ExternalName, and cannot be called if the API server runs with" in finding.message


def test_stays_silent_of_one_with_a_cluster_ip() -> None:
    assert found(type_not_always_called, traced_route(webhooks(), service(HTTPS), pod())) == []


def test_is_a_note_of_a_webhook_that_is_asked_about_nothing() -> None:
    (finding,) = found(type_not_always_called, traced_route(webhooks(webhook(rules=[])), headless(HTTPS), pod()))
    assert finding.severity == "note"
