"""A machine that cannot carry packets says why."""

import os
import shutil
import sys
from collections.abc import Callable

import pytest

from tests.dataplane import requirements
from tests.dataplane.requirements import lacks_iptables, lacks_nftables, lacks_queue

LACKS = [
    pytest.param(lacks_nftables, id="nftables"),
    pytest.param(lacks_iptables, id="iptables"),
    pytest.param(lacks_queue, id="queue"),
]


@pytest.mark.parametrize("lacks", LACKS)
def test_other_systems(monkeypatch: pytest.MonkeyPatch, lacks: Callable[[], str | None]) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "darwin" in (lacks() or "")


@pytest.mark.parametrize("lacks", LACKS)
def test_ordinary_users(monkeypatch: pytest.MonkeyPatch, lacks: Callable[[], str | None]) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert "root" in (lacks() or "")


@pytest.mark.parametrize(
    ("lacks", "program", "package"),
    [
        pytest.param(lacks_nftables, "ip", "iproute2", id="ip"),
        pytest.param(lacks_nftables, "nft", "nftables", id="nft"),
        pytest.param(lacks_iptables, "iptables", "iptables", id="iptables"),
        pytest.param(lacks_queue, "nft", "nftables", id="nft-for-the-queue"),
        pytest.param(lacks_queue, "iptables", "iptables", id="iptables-for-the-queue"),
    ],
)
def test_missing_programs(
    monkeypatch: pytest.MonkeyPatch, lacks: Callable[[], str | None], program: str, package: str
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: None if name == program else f"/sbin/{name}")
    monkeypatch.setattr(requirements, "_try", lambda *_, **__: None)
    told = lacks() or ""
    assert f"`{program}`" in told
    assert f"package {package}" in told


@pytest.mark.parametrize("lacks", LACKS)
def test_a_kernel_that_refuses(monkeypatch: pytest.MonkeyPatch, lacks: Callable[[], str | None]) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: f"/sbin/{name}")
    monkeypatch.setattr(requirements, "_try", lambda *_, **__: "not permitted")
    assert lacks() == "not permitted"
