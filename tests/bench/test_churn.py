"""The namespace that never rests: what is watched of it is what a fresh read says."""

import pytest

from bench import churn as module
from bench.churn import World, churn


def test_what_is_known_in_the_end_is_what_is_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 50)
    monkeypatch.setattr(module, "LONGEST_WATCH", 0.5)
    world = World(seed=3)
    *_, (_, said, expected) = churn(world, seconds=3.0, rate=150.0)
    assert world.changes >= 450
    assert expected
    assert said == expected
