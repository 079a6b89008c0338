import pytest

from kubectl_porttrace.checks.control_plane.long_timeout import long_timeout
from kubectl_porttrace.model.meta import KubernetesObject
from tests.build import found, pod, service, traced_route
from tests.build.callers import HTTPS, webhook, webhooks

BROKEN = (service(HTTPS), pod(ready=False))


def test_fires_where_requests_wait_long() -> None:
    hooks = webhooks(webhook(timeoutSeconds=15), webhook(timeoutSeconds=30, name="b.example.com"))
    (finding,) = found(long_timeout, traced_route(hooks, *BROKEN))
    assert (finding.path, "30 s" in finding.message) == ("webhooks[1].timeoutSeconds", True)


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param((webhooks(webhook(timeoutSeconds=10)), *BROKEN), id="default"),
        pytest.param((webhooks(webhook(timeoutSeconds=30)), service(HTTPS), pod()), id="healthy"),
        pytest.param((webhooks(webhook(timeoutSeconds=30)),), id="refused-at-once"),
        pytest.param((webhooks(webhook(timeoutSeconds=30, failurePolicy="Ignore")), *BROKEN), id="requests-pass"),
    ],
)
def test_stays_silent(objects: tuple[KubernetesObject, ...]) -> None:
    assert found(long_timeout, traced_route(*objects)) == []
