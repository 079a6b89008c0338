import pytest

from kubectl_porttrace.checks.traffic.host_network_backends import host_network_backends as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, judged, pod, service, traced

ON_NODE = {"hostNetwork": True}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod()), id="a-network-of-its-own"),
        pytest.param(traced(service(), pod(spec=ON_NODE, ready=False)), id="not-used"),
        pytest.param(traced(service(selector={"app": "db"}), pod(spec=ON_NODE)), id="not-selected"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires_once_for_all_ports() -> None:
    ports = ({"name": "a", "port": 80}, {"name": "b", "port": 81})
    subject = traced(service(*ports), pod(spec=ON_NODE, name="web-1"))
    (issue,) = found(check, subject)
    assert "Pod/web-1" in issue.message
    assert judged(subject)["PTK16"].severity == "note"
