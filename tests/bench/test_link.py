"""When bytes arrive through the slow link."""

from __future__ import annotations

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
