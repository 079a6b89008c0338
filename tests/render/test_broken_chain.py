"""The chain in small: one line above the table of a Service of which one port breaks."""

from typing import Any

import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.render.broken_chain import broken_line
from kubectl_porttrace.render.human import render
from kubectl_porttrace.render.screen import Screen
from tests.build import asking, cluster, container, endpoint, endpoint_slice, ingress, pod, port, service

HTTP = {"name": "http", "port": 80, "nodePort": 30080, "targetPort": "http"}
LACKING = pod(container(port(8080, "web")), name="web-0")
OPEN = service(HTTP, type="NodePort")
LINE = "any node:30080 → http 80/TCP → http ✗ Pod/web-0   PTR01"  # fmt: skip


def line_of(*objects: KubernetesObject, width: int = 200, **fields: Any) -> str | None:
    report = diagnose(cluster(*objects), asking("web"))
    return broken_line(report.services[0], report, Screen(width=width, **fields))


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param((OPEN, LACKING), LINE, id="at-the-pods"),
        pytest.param(
            (OPEN, pod(container(port(8080, "http")), name="web-0", ready=False)),
            "any node:30080 → http 80/TCP → http ✗ Pod/web-0, not ready   PTP07",
            id="pods-that-get-nothing",
        ),
        pytest.param(
            (service({**HTTP, "nodePort": 0}),), "10.96.0.10:80 → http 80/TCP → http ✗ no endpoint   PTP01", id="no-pod"
        ),
        pytest.param(
            (
                service({"name": "mssql", "port": 1433}, selector={}),
                endpoint_slice([EndpointPort(name="sqlserver", port=1433)], endpoint("10.0.0.1")),
            ),
            "10.96.0.10:1433 ✗ mssql 1433/TCP   PTE01",
            id="at-the-port",
        ),
        pytest.param(
            (service(HTTP), LACKING, ingress(80)),
            "ing/shop → http 80/TCP → http ✗ Pod/web-0   PTR01",
            id="from-an-ingress",
        ),
    ],
)
def test_it_leads_to_what_breaks(objects: tuple[KubernetesObject, ...], expected: str) -> None:
    assert line_of(*objects) == expected


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param((service(HTTP), pod(container(port(8080, "http")))), id="nothing-breaks"),
        pytest.param((service(HTTP, {**HTTP, "name": "b", "port": 81}), LACKING), id="two-ports"),
    ],
)
def test_there_is_none(objects: tuple[KubernetesObject, ...]) -> None:
    assert line_of(*objects) is None


def test_it_goes_where_there_is_no_room() -> None:
    assert line_of(OPEN, LACKING, width=len(LINE)) == LINE
    assert line_of(OPEN, LACKING, width=len(LINE) - 1) == LINE.removesuffix("   PTR01")
    assert line_of(OPEN, LACKING, width=len(LINE) - len("   PTR01") - 1) is None


def test_it_is_drawn_with_what_the_terminal_has() -> None:
    assert line_of(OPEN, LACKING, boxes=False) == LINE.replace("→", "->").replace("✗", "x")
    painted = line_of(OPEN, LACKING, color=True)
    assert painted is not None
    assert "\x1b[1;31m✗ Pod/web-0\x1b[0m" in painted


def test_it_stands_between_the_header_and_the_table() -> None:
    report = diagnose(cluster(OPEN, LACKING), asking("web"))
    told = render(report, Screen(width=200)).split("\n\n")
    assert told[1] == LINE
    assert told[2].startswith("PORT")
    assert LINE not in render(report, Screen(width=200, headers=False))
