"""When bytes arrive through the slow link."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bench.link import Lane


def test_bytes_take_their_size_and_the_way() -> None:
    assert Lane(rate=1000, delay=0.025).send(500, now=10.0) == pytest.approx(10.525)


def test_bytes_wait_for_those_before_them() -> None:
    lane = Lane(rate=1000, delay=0.025)
    lane.send(500, now=10.0)
    assert lane.send(100, now=10.1) == pytest.approx(10.625)


def test_an_idle_link_is_free_at_once() -> None:
    lane = Lane(rate=1000, delay=0.025)
    lane.send(500, now=10.0)
    assert lane.send(100, now=20.0) == pytest.approx(20.125)


def test_bytes_come_through_unchanged_both_ways() -> None:
    sent = bytes(range(256)) * 400
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        _link(server.getsockname()[1]) as port,
        socket.create_connection(("127.0.0.1", port), timeout=120) as client,
    ):
        served, _ = server.accept()
        with served, served.makefile("rb") as there, client.makefile("rb") as back:
            client.sendall(sent)
            assert there.read(len(sent)) == sent
            served.sendall(sent[::-1])
            served.shutdown(socket.SHUT_WR)
            assert back.read() == sent[::-1]


@contextmanager
def _link(server_port: int) -> Iterator[int]:
    command = [sys.executable, "-m", "bench.link", f"127.0.0.1:{server_port}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as link:
        assert link.stdout
        try:
            yield int(link.stdout.readline())
        finally:
            link.terminate()
