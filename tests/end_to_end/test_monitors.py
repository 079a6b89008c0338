"""Monitors of the Prometheus operator: on a control plane of their own, for the API server calls others there too."""

from __future__ import annotations

import pytest

from tests.cluster.api import Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.end_to_end.called import create, monitoring
from tests.end_to_end.in_process import InProcess
from tests.end_to_end.said import codes, roots, run_fix

METRICS = {"matchLabels": {"app": "web"}}


@pytest.fixture
def porttrace(on_plane: InProcess) -> InProcess:
    return on_plane


@pytest.fixture
def monitored(here: Namespace) -> Namespace:
    """A Service with labels, whose pod declares two ports."""
    web = service("web", service_port(80, 8080, "http"))
    here.create(web | {"metadata": {"name": "web", "labels": {"app": "web"}}})
    here.run_pod(pod("web-0", container("app", container_port(8080, "http"), container_port(9090, "metrics"))))
    here.wait_for_endpoints("web", ready=1)
    return here


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [
        pytest.param({"port": "http"}, [], id="name"),
        pytest.param({"port": "htt.*"}, [], id="expression"),
        pytest.param({"targetPort": "metrics"}, [], id="container-port"),
        pytest.param({"targetPort": 9090}, [], id="container-port-number"),
        pytest.param({"port": "metrics"}, ["PTM01"], id="container-port-as-name"),
        pytest.param({"port": "80"}, ["PTM01"], id="number-as-name"),
        pytest.param({"targetPort": 9091}, ["PTM03"], id="undeclared"),
    ],
)
def test_ports_of_a_service_monitor(
    monitored: Namespace, porttrace: InProcess, endpoint: Manifest, expected: list[str]
) -> None:
    spec = {"selector": METRICS, "endpoints": [endpoint]}
    create(monitored, monitoring("ServiceMonitor", monitored, "web", spec), "servicemonitors")
    for words in (["web"], [], ["servicemonitor/web"], ["smon/web"]):
        assert codes(porttrace, *words, family="M") == expected
    assert "servicemonitor/web -> " in porttrace("web").stdout


def test_a_service_monitor_that_selects_nothing(monitored: Namespace, porttrace: InProcess) -> None:
    wanted = {"matchLabels": {"app": "web", "tier": "front"}}
    spec = {"selector": wanted, "endpoints": [{"port": "http"}]}
    create(monitored, monitoring("ServiceMonitor", monitored, "web", spec), "servicemonitors")
    for words in ([], ["web"]):
        assert codes(porttrace, *words, family="M") == ["PTM02"]
    monitored.patch("Service", "web", {"metadata": {"labels": {"tier": "front"}}})
    for words in ([], ["web"]):
        assert codes(porttrace, *words, family="M") == []


def test_a_monitor_that_no_prometheus_selects(plane: Cluster, monitored: Namespace, porttrace: InProcess) -> None:
    spec = {"selector": METRICS, "endpoints": [{"port": "http"}]}
    create(monitored, monitoring("ServiceMonitor", monitored, "web", spec), "servicemonitors")
    selectors = {"serviceMonitorSelector": {"matchLabels": {"release": "stack"}}, "serviceMonitorNamespaceSelector": {}}
    create(monitored, monitoring("Prometheus", monitored, "k8s", selectors), "prometheuses")
    try:
        for words in (["web"], []):
            (finding,) = roots(porttrace, "PTM05", *words)
        run_fix(plane, finding)
        for words in (["web"], []):
            assert codes(porttrace, *words, family="M") == []
    finally:
        monitored.api.delete(f"/apis/monitoring.coreos.com/v1/namespaces/{monitored.name}/prometheuses/k8s")


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [({"port": "metrics"}, []), ({"portNumber": 8080}, []), ({"port": "web"}, ["PTM07"])],
    ids=["name", "number", "undeclared"],
)
def test_ports_of_a_pod_monitor(
    monitored: Namespace, porttrace: InProcess, endpoint: Manifest, expected: list[str]
) -> None:
    spec = {"selector": METRICS, "podMetricsEndpoints": [endpoint]}
    create(monitored, monitoring("PodMonitor", monitored, "web", spec), "podmonitors")
    assert codes(porttrace, family="M") == expected


def test_a_service_without_anything_to_scrape(here: Namespace, porttrace: InProcess) -> None:
    bare = service("web", service_port(80, 8080, "http"), selector={})
    here.create(bare | {"metadata": {"name": "web", "labels": {"app": "web"}}})
    spec = {"selector": METRICS, "endpoints": [{"port": "http"}]}
    create(here, monitoring("ServiceMonitor", here, "web", spec), "servicemonitors")
    assert codes(porttrace, "web", family="M") == ["PTM06"]


@pytest.mark.parametrize(
    ("endpoint", "expected"), [({}, ["PTM04"]), ({"port": "http"}, [])], ids=["without-port", "with-port"]
)
def test_a_monitor_that_names_no_port(
    monitored: Namespace, porttrace: InProcess, endpoint: Manifest, expected: list[str]
) -> None:
    spec = {"selector": METRICS, "endpoints": [{"path": "/metrics", **endpoint}]}
    create(monitored, monitoring("ServiceMonitor", monitored, "web", spec), "servicemonitors")
    for words in (["web"], [], ["servicemonitor/web"]):
        assert [each["severity"] for each in roots(porttrace, "PTM04", *words)] == ["note"] * len(expected)
        assert codes(porttrace, *words, family="M") == []
