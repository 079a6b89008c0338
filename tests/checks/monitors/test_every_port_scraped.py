import pytest

from kubectl_porttrace.checks.monitors.every_port_scraped import every_port_scraped
from tests.build import found, pod, service, traced_route
from tests.build.callers import monitor

WEB = service({"name": "http", "port": 80}, labels={"app": "web"})


@pytest.mark.parametrize("kind", ["ServiceMonitor", "PodMonitor"])
def test_fires_where_no_port_is_named(kind: str) -> None:
    (finding,) = found(every_port_scraped, traced_route(monitor({"path": "/metrics"}, kind=kind), WEB, pod()))
    assert finding.path == f"spec.{'endpoints' if kind == 'ServiceMonitor' else 'podMetricsEndpoints'}[0]"


@pytest.mark.parametrize(
    "endpoint",
    [
        pytest.param({field: value}, id=field)
        for field, value in (("port", "http"), ("targetPort", 80), ("portNumber", 80))
    ],
)
def test_stays_silent_where_one_is(endpoint: dict[str, object]) -> None:
    assert found(every_port_scraped, traced_route(monitor(endpoint), WEB, pod())) == []
