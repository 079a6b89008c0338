from typing import Any

import pytest

from kubectl_porttrace.checks.policies.name_unknown_to_pods import name_unknown_to_pods as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, policy, port, service, sidecar, traced

WEB = service({"port": 80, "targetPort": 8080})


def behind(*ports: dict[str, Any], declared: str = "http") -> TracedService:
    return traced(WEB, pod(container(port(8080, declared))), policy(ingress=[{"ports": list(ports)}]))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind({"port": "http"}), id="the-name-is-there"),
        pytest.param(behind({"port": "web"}, {"port": 8080}), id="admitted-by-number"),
        pytest.param(
            traced(
                WEB,
                pod(container(), init=[sidecar(port(8080, "http"))]),
                policy(ingress=[{"ports": [{"port": "http"}]}]),
            ),
            id="left-open-on-a-sidecar",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param({"port": "web"}, id="no-such-name"),
        pytest.param({"port": "http", "protocol": "UDP"}, id="of-another-protocol"),
    ],
)
def test_fires(entry: dict[str, Any]) -> None:
    subject = behind({"port": 9090}, entry)
    (only,) = found(check, subject)
    assert only.path == "spec.ingress[0].ports[1].port"
    assert judged(subject)["PTN01"].codes == ("PTN01", "PTN04")
