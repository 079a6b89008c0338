import pytest

from scripts.record_screen.commands import COMMANDS
from scripts.record_screen.timeline import acts


def test_acts_follow_one_another() -> None:
    first, second = acts(["short", "a longer one"])
    assert first.begin == 0
    assert first.end == second.begin
    for act in (first, second):
        assert act.begin < act.first_key < act.last_key < act.answer < act.end


def test_every_letter_takes_as_long_and_so_does_every_answer() -> None:
    first, second = acts(["short", "a longer one"])
    assert (second.last_key - second.first_key) / 12 == pytest.approx((first.last_key - first.first_key) / 5)
    assert second.end - second.answer == pytest.approx(first.end - first.answer)


def test_the_session_is_over_before_one_looks_away() -> None:
    played = acts(COMMANDS)
    assert 18 <= played[-1].end <= 24
    assert all(act.end - act.answer >= 4 for act in played)
