from typing import Any

import pytest

from kubectl_porttrace.trace.needed_ports import FEW, lacking, needing
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
        pytest.param([service(HTTP, ADMIN), pod(WEB)], [("admin", "TCP", "port admin 90/TCP")], id="port"),
        pytest.param(
            [service(HTTP, {**ADMIN, "targetPort": "web"}), pod(WEB)],
            [("web", "TCP", "port admin 90/TCP")],
            id="port-that-resolves",
        ),
        pytest.param(
            [service(HTTP), service({"port": 1, "targetPort": "web"}, name="other"), pod(WEB)],
            [("web", "TCP", "Service other")],
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
            [("web", protocol, "a readinessProbe of container app") for protocol in ("TCP", "UDP", "SCTP")],
            id="probe",
        ),
        pytest.param([service(HTTP), pod(probed(8080))], [], id="probe-by-number"),
        pytest.param([service(HTTP), pod(probed("nowhere"))], [], id="probe-that-finds-nothing"),
        pytest.param([service(HTTP), pod(WEB, init=[sidecar()])], [], id="sidecar"),
    ],
)
def test_names_that_others_need(objects: list[Any], needed: list[tuple[str, str, str]]) -> None:
    subject = traced(*objects)
    names = ("http", "admin", "web", "nowhere")
    asked = [(name, protocol) for name in names for protocol in ("TCP", "UDP", "SCTP")]
    found = [(*each, what) for each in asked for what in needing(subject, subject.ports[0], *each)]
    assert found == needed


@pytest.mark.parametrize(
    ("objects", "first", "number"),
    [
        pytest.param([service(HTTP), pod(WEB)], ("http",), 1, id="its-own"),
        pytest.param([service(ADMIN, HTTP), pod(WEB)], ("admin", "http"), 2, id="its-own-first"),
        pytest.param([service(HTTP, {**ADMIN, "protocol": "UDP"}), pod(WEB)], ("http",), 1, id="other-protocol"),
        pytest.param([service(HTTP, {**ADMIN, "targetPort": "web"}), pod(WEB)], ("http",), 1, id="that-resolves"),
        pytest.param([service(HTTP), service(ADMIN, name="other"), pod(WEB)], ("http", "admin"), 2, id="service"),
        pytest.param(
            [service(HTTP, *({"name": f"n{n}", "port": n + 1, "targetPort": f"n{n}"} for n in range(9))), pod(WEB)],
            ("http", "n0", "n1", "n2", "n3"),
            10,
            id="many",
        ),
    ],
)
def test_names_that_pods_lack(objects: list[Any], first: tuple[str, ...], number: int) -> None:
    subject = traced(*objects)
    assert lacking(subject, subject.ports[0]) == (first, number)
    assert len(first) <= FEW
