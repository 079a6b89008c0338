from typing import Any

import msgspec
import pytest

from kubectl_porttrace.model.endpoints import Endpoints
from kubectl_porttrace.trace.mirroring import repacked

HTTP = {"name": "http", "port": 80}
ADMIN = {"name": "admin", "port": 81}
OTHER_HTTP = {"name": "http", "port": 8080}


def made(*subsets: dict[str, Any]) -> list[tuple[list[str], dict[str, bool]]]:
    """The repacked subsets: names of their ports, and addresses with whether they are ready."""
    endpoints = msgspec.convert({"metadata": {"name": "web"}, "subsets": list(subsets)}, Endpoints)
    return [
        ([port.name for port in each.ports], {address.ip: ready for address, ready in each.addresses})
        for each in repacked(endpoints)
    ]


def part(*ports: dict[str, Any], ready: tuple[str, ...] = (), not_ready: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "ports": list(ports),
        "addresses": [{"ip": ip} for ip in ready],
        "notReadyAddresses": [{"ip": ip} for ip in not_ready],
    }


@pytest.mark.parametrize(
    ("subsets", "expected"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([part(HTTP, ADMIN, ready=("a",))], [(["http", "admin"], {"a": True})], id="one"),
        pytest.param([part(HTTP, HTTP, ready=("a",))], [(["http"], {"a": True})], id="the-same-port-twice"),
        pytest.param(
            [part(HTTP, ready=("a",)), part(HTTP, ready=("b",))], [(["http"], {"a": True, "b": True})], id="one-port"
        ),
        pytest.param(
            [part(HTTP, ready=("a",)), part(ADMIN, ready=("a",))], [(["http", "admin"], {"a": True})], id="one-address"
        ),
        pytest.param(
            [part(HTTP, ready=("a",)), part(ADMIN, ready=("b",))],
            [(["http"], {"a": True}), (["admin"], {"b": True})],
            id="nothing-in-common",
        ),
        pytest.param(
            [part(HTTP, ready=("a",)), part(ADMIN, not_ready=("a",))],
            [(["http"], {"a": True}), (["admin"], {"a": False})],
            id="readiness-is-part-of-it",
        ),
        pytest.param([part(HTTP, ready=("a",), not_ready=("a",))], [(["http"], {"a": False})], id="not-ready-wins"),
        pytest.param(
            [part(HTTP, not_ready=("a",)), part(HTTP, ready=("a",))], [(["http"], {"a": False})], id="and-is-not-undone"
        ),
        pytest.param([part(ready=("a",))], [], id="no-ports"),
    ],
)
def test_repacked(subsets: list[dict[str, Any]], expected: list[tuple[list[str], dict[str, bool]]]) -> None:
    assert made(*subsets) == expected


def test_two_pods_at_one_address_are_two() -> None:
    addresses = [{"ip": "a", "targetRef": {"kind": "Pod", "name": name, "uid": name}} for name in ("p", "q")]
    endpoints = msgspec.convert({"subsets": [{"ports": [HTTP], "addresses": addresses}]}, Endpoints)
    assert len(repacked(endpoints)[0].addresses) == 2


@pytest.mark.parametrize(
    ("ports", "name"),
    [
        pytest.param([HTTP, ADMIN], None, id="different"),
        pytest.param([HTTP, OTHER_HTTP], "http", id="two-numbers"),
        pytest.param([HTTP, {**HTTP, "protocol": "UDP"}], "http", id="two-protocols"),
    ],
)
def test_repeated_name(ports: list[dict[str, Any]], name: str | None) -> None:
    endpoints = msgspec.convert({"subsets": [part(*ports, ready=("a",))]}, Endpoints)
    assert repacked(endpoints)[0].repeated_name == name
