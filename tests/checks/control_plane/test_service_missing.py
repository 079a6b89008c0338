import pytest

from kubectl_porttrace.checks.control_plane.service_missing import service_missing
from kubectl_porttrace.model.meta import KubernetesObject
from tests.build import found, judged, pod, route_in_files, service, traced_route
from tests.build.callers import HTTPS, api_service, custom_resource_definition, webhook, webhooks

CALLERS = [
    pytest.param(webhooks(), "webhooks[0].clientConfig.service", id="validating"),
    pytest.param(webhooks(prefix="Mutating"), "webhooks[0].clientConfig.service", id="mutating"),
    pytest.param(api_service(), "spec.service", id="api-service"),
    pytest.param(custom_resource_definition(), "spec.conversion.webhook.clientConfig.service", id="conversion"),
]


@pytest.mark.parametrize(("caller", "path"), CALLERS)
def test_fires_where_the_service_does_not_exist(caller: KubernetesObject, path: str) -> None:
    (finding,) = found(service_missing, traced_route(caller))
    assert (finding.path, finding.severity) == (path, None)
    assert "Service shop/web, which does not exist" in finding.message


@pytest.mark.parametrize(("caller", "path"), CALLERS)
def test_stays_silent_where_it_exists(caller: KubernetesObject, path: str) -> None:
    del path
    assert found(service_missing, traced_route(caller, service(HTTPS), pod())) == []


def test_names_the_service_that_may_be_meant() -> None:
    (finding,) = found(service_missing, traced_route(webhooks(webhook(to="webb")), service(HTTPS), pod()))
    assert finding.evidence == ("namespace shop has Service web",)


def test_webhooks_of_one_service_are_told_once() -> None:
    several = webhooks(webhook(name="a.example.com"), webhook(name="b.example.com"))
    assert len(found(service_missing, traced_route(several))) == 1


@pytest.mark.parametrize(
    ("hook", "severity"),
    [
        pytest.param(webhook(failurePolicy="Ignore"), "warning", id="requests-pass"),
        pytest.param(webhook(rules=[]), "note", id="never-asked"),
    ],
)
def test_is_worth_less_where_no_request_fails(hook: dict[str, object], severity: str) -> None:
    (finding,) = found(service_missing, traced_route(webhooks(hook)))
    assert finding.severity == severity


def test_what_the_api_server_answers_itself_needs_no_service() -> None:
    itself = webhooks(webhook(to="kubernetes", namespace="default"))
    assert found(service_missing, traced_route(itself)) == []


def test_in_files_it_may_be_elsewhere() -> None:
    alone = route_in_files(webhooks())
    beside = route_in_files(webhooks(), service(name="other"))
    assert [each.severity for each in found(service_missing, alone)] == ["note"]
    assert [each.severity for each in found(service_missing, beside)] == ["warning"]


def test_says_nothing_of_services_that_were_not_read() -> None:
    assert found(service_missing, traced_route(webhooks(), listed=frozenset())) == []


def test_what_fails_follows_from_it() -> None:
    finding = judged(traced_route(webhooks()))["PTA01"]
    assert [each.code for each in finding.consequences] == ["PTA05"]


def test_what_fails_because_of_one_webhook_says_nothing_of_another() -> None:
    beside = webhooks(webhook(), webhook(to="elsewhere", namespace="other", name="b.example.com"))
    roots = judged(route_in_files(beside, service({"port": 8443})))
    assert [each.code for each in roots["PTA02"].consequences] == ["PTA05"]
    assert (roots["PTA01"].severity, roots["PTA01"].consequences) == ("note", ())
