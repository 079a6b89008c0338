import pytest

from kubectl_porttrace.checks.control_plane.port_missing import port_missing
from kubectl_porttrace.model.meta import KubernetesObject
from tests.build import found, judged, pod, service, traced_route
from tests.build.callers import HTTPS, api_service, custom_resource_definition, webhook, webhooks

ONLY_8443 = {"port": 8443, "targetPort": 8443}


@pytest.mark.parametrize(
    ("caller", "path"),
    [
        pytest.param(webhooks(), "webhooks[0].clientConfig.service", id="webhook"),
        pytest.param(webhooks(webhook(9443)), "webhooks[0].clientConfig.service.port", id="port-of-the-pods"),
        pytest.param(api_service(), "spec.service", id="api-service"),
        pytest.param(custom_resource_definition(), "spec.conversion.webhook.clientConfig.service", id="conversion"),
    ],
)
def test_fires_where_the_service_lacks_the_port(caller: KubernetesObject, path: str) -> None:
    """Vector V48: a webhook without a port, and a Service on 8443."""
    (finding,) = found(port_missing, traced_route(caller, service(ONLY_8443), pod()))
    assert finding.path == path
    assert finding.fix.command is not None
    assert '"value":8443' in finding.fix.command


@pytest.mark.parametrize(
    "caller",
    [
        pytest.param(webhooks(), id="default"),
        pytest.param(webhooks(webhook(443)), id="written"),
        pytest.param(api_service(443), id="api-service"),
    ],
)
def test_stays_silent_where_it_has_it(caller: KubernetesObject) -> None:
    assert found(port_missing, traced_route(caller, service(HTTPS), pod())) == []


def test_says_that_443_is_the_default() -> None:
    (finding,) = found(port_missing, traced_route(webhooks(), service(ONLY_8443), pod()))
    assert "port 443 (the default) of Service shop/web, which has 8443/TCP" in finding.message


def test_says_what_the_number_is_of_another_port() -> None:
    (finding,) = found(port_missing, traced_route(webhooks(webhook(9443)), service(HTTPS), pod()))
    assert "9443 is the targetPort of port https 443/TCP" in finding.evidence[0]


def test_a_port_of_another_protocol_is_called_all_the_same() -> None:
    """Shown by the API server itself in tests/truth/test_callers.py: it does not look at the protocol."""
    udp = service({"port": 443, "protocol": "UDP", "targetPort": 9443})
    (finding,) = found(port_missing, traced_route(webhooks(), udp, pod()))
    assert (finding.severity, "has it for UDP alone" in finding.message) == ("warning", True)
    assert set(judged(traced_route(webhooks(), udp, pod()))) == {"PTA02"}


@pytest.mark.parametrize(
    "ports",
    [
        pytest.param([{"name": "a", "port": 8443}, {"name": "b", "port": 9443}], id="several"),
        pytest.param([{"port": 8443, "targetPort": "nowhere"}], id="one-that-leads-nowhere"),
    ],
)
def test_commands_nothing_where_the_meant_port_is_not_certain(ports: list[dict[str, object]]) -> None:
    (finding,) = found(port_missing, traced_route(webhooks(), service(*ports), pod()))
    assert finding.fix.command is None


def test_stays_silent_of_a_host_outside_the_cluster() -> None:
    external = service(type="ExternalName", externalName="check.example.com", selector={}, ports=[])
    assert found(port_missing, traced_route(webhooks(), external)) == []
