"""When to look again."""

from kubectl_porttrace.watch.pace import DEBOUNCE, LONGEST, REST, SHARE, Pace


def looked(at: float = 100.0, *costs: float) -> Pace:
    """One that has looked, the first time for ever so long, at last at that time."""
    pace = Pace()
    for cost in (9.0, *costs):
        pace.looked(at, cost)
    return pace


def test_the_first_look_is_due_at_once() -> None:
    assert Pace().due(5.0)


def test_changes_are_waited_for_that_come_together() -> None:
    pace = looked(100.0)
    pace.changed(200.0)
    pace.changed(200.15)
    assert not pace.due(200.1)
    assert pace.due(200.0 + DEBOUNCE)


def test_a_look_takes_no_more_than_its_share() -> None:
    pace = looked(100.0, 0.1)
    pace.changed(100.0)
    assert not pace.due(100.0 + 0.1 * SHARE - 0.1)
    assert pace.due(100.0 + 0.1 * SHARE + 0.1)


def test_a_change_is_looked_at_after_some_seconds_however_long_a_look_takes() -> None:
    pace = looked(100.0, 10.0)
    pace.changed(100.0)
    assert pace.due(100.0 + LONGEST)


def test_without_a_change_there_is_a_look_now_and_then() -> None:
    pace = looked(100.0, 0.01)
    assert not pace.due(100.0 + REST - 0.1)
    assert pace.due(100.0 + REST)
    assert pace.due(102.0, rest=1.0)
    assert not pace.waiting


def test_a_look_sees_all_changes_before_it() -> None:
    pace = looked(100.0, 0.001)
    pace.changed(100.1)
    assert pace.waiting
    pace.looked(100.4, 0.001)
    assert not pace.waiting
    assert not pace.due(101.0)
