from typing import Any

import pytest

from kubectl_porttrace.trace.needed_ports import NeededName, names_needed
from tests.build import container, pod, port, service, sidecar, traced

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
ADMIN = {"name": "admin", "port": 90, "targetPort": "admin"}
WEB = container(port(8080, "web"))


def probed(name: str | int) -> Any:
    return container(port(8080, "web"), spec={"readinessProbe": {"httpGet": {"port": name}}})


@pytest.mark.parametrize(
    ("objects", "needed"),
    [
        pytest.param([service(HTTP), pod(WEB)], [], id="nothing-else"),
        pytest.param([service(HTTP, {"name": "n", "port": 90}), pod(WEB)], [], id="a-number"),
        pytest.param(
            [service(HTTP, ADMIN), pod(WEB)], [NeededName("admin", "TCP", "port admin 90/TCP", found=False)], id="port"
        ),
        pytest.param(
            [service(HTTP, {**ADMIN, "targetPort": "web"}), pod(WEB)],
            [NeededName("web", "TCP", "port admin 90/TCP", found=True)],
            id="port-that-resolves",
        ),
        pytest.param(
            [service(HTTP), service({"port": 1, "targetPort": "web"}, name="other"), pod(WEB)],
            [NeededName("web", "TCP", "Service other", found=True)],
            id="service",
        ),
        pytest.param(
            [service(HTTP), service({"port": 1, "targetPort": 8080}, name="other"), pod(WEB)],
            [],
            id="service-by-number",
        ),
        pytest.param(
            [service(HTTP), service(ADMIN, name="other", selector={"app": "web", "x": "y"}), pod(WEB)],
            [],
            id="service-of-other-pods",
        ),
        pytest.param(
            [service(HTTP), pod(probed("web"))],
            [
                NeededName("web", protocol, "a readinessProbe of container app", found=True)
                for protocol in ("TCP", "UDP", "SCTP")
            ],
            id="probe",
        ),
        pytest.param([service(HTTP), pod(probed(8080))], [], id="probe-by-number"),
        pytest.param([service(HTTP), pod(probed("nowhere"))], [], id="probe-that-finds-nothing"),
        pytest.param([service(HTTP), pod(WEB, init=[sidecar()])], [], id="sidecar"),
    ],
)
def test_names_that_others_need(objects: list[Any], needed: list[NeededName]) -> None:
    subject = traced(*objects)
    assert list(names_needed(subject, subject.ports[0])) == needed
