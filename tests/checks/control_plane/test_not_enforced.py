import pytest

from kubectl_porttrace.checks.control_plane.not_enforced import not_enforced
from kubectl_porttrace.model.meta import KubernetesObject
from tests.build import found, judged, pod, service, traced_route
from tests.build.callers import HTTPS, webhook, webhooks

IGNORING = webhooks(webhook(failurePolicy="Ignore"))


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param((), id="no-service"),
        pytest.param((service({"port": 8443}), pod()), id="no-port"),
        pytest.param((service(HTTPS), pod(ready=False)), id="no-backend"),
    ],
)
def test_fires_where_requests_pass_without_it(objects: tuple[KubernetesObject, ...]) -> None:
    (finding,) = found(not_enforced, traced_route(IGNORING, *objects))
    assert finding.message.startswith("every create of pods in every namespace passes unchecked")


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param((IGNORING, service(HTTPS), pod()), id="healthy"),
        pytest.param((webhooks(),), id="requests-fail"),
        pytest.param((webhooks(webhook(failurePolicy="Ignore", rules=[])),), id="never-asked"),
    ],
)
def test_stays_silent(objects: tuple[KubernetesObject, ...]) -> None:
    assert found(not_enforced, traced_route(*objects)) == []


def test_what_lets_requests_pass_is_no_error() -> None:
    finding = judged(traced_route(IGNORING))["PTA01"]
    assert (finding.severity, [each.code for each in finding.consequences]) == ("warning", ["PTA06"])


def test_policies_are_told_apart() -> None:
    mixed = webhooks(webhook(), webhook(failurePolicy="Ignore", name="b.example.com"))
    assert [finding.path for finding in found(not_enforced, traced_route(mixed))] == ["webhooks[1].failurePolicy"]
