import pytest

from kubectl_porttrace.checks.control_plane.port_broken import port_broken
from kubectl_porttrace.model.meta import KubernetesObject
from tests.build import found, judged, pod, service, traced_route
from tests.build.callers import HTTPS, api_service, custom_resource_definition, webhooks


@pytest.mark.parametrize(
    "caller",
    [
        pytest.param(webhooks(), id="webhook"),
        pytest.param(api_service(), id="api-service"),
        pytest.param(custom_resource_definition(), id="conversion"),
    ],
)
def test_fires_where_nothing_usable_is_behind_the_port(caller: KubernetesObject) -> None:
    (finding,) = found(port_broken, traced_route(caller, service(HTTPS), pod(ready=False)))
    assert [port.spec.port for port in finding.ports] == [443]


@pytest.mark.parametrize(
    ("behind", "number"),
    [
        pytest.param((pod(ready=False, name="web-0"),), ":9443 on pod web-0", id="unready"),
        pytest.param((), ":9443 on its pods", id="no-pod"),
    ],
)
def test_says_both_numbers(behind: tuple[KubernetesObject, ...], number: str) -> None:
    (finding,) = found(port_broken, traced_route(webhooks(), service(HTTPS), *behind))
    assert f"port 443 of the Service, that is {number}; a control plane with its own firewall" in finding.evidence[0]


def test_of_a_name_that_no_pod_has_there_is_no_number() -> None:
    named = service({"port": 443, "targetPort": "tls"})
    (finding,) = found(port_broken, traced_route(webhooks(), named, pod()))
    assert "no pod has port tls" in finding.evidence[0]


def test_stays_silent_where_a_pod_is_ready() -> None:
    assert found(port_broken, traced_route(webhooks(), service(HTTPS), pod(), pod(ready=False))) == []


def test_stays_silent_of_a_broken_port_beside_it() -> None:
    beside = service(HTTPS, {"name": "http", "port": 80, "targetPort": "nowhere"})
    assert found(port_broken, traced_route(webhooks(), beside, pod())) == []


def test_what_fails_follows_from_it() -> None:
    roots = judged(traced_route(webhooks(), service(HTTPS), pod(ready=False)))
    assert [each.code for each in roots["PTA03"].consequences] == ["PTA05", "PTA07"]
