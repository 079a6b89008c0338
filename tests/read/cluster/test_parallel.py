import threading
import time
from collections.abc import Callable
from functools import partial

import pytest

from kubectl_porttrace.read.cluster.parallel import TICK, in_parallel

PATIENCE = 120.0


def test_results_are_in_the_order_of_the_tasks() -> None:
    def late(seconds: float) -> float:
        time.sleep(seconds)
        return seconds

    assert in_parallel([partial(late, seconds) for seconds in (0.05, 0.0, 0.02)], workers=3) == (0.05, 0.0, 0.02)


def test_there_may_be_nothing_to_do() -> None:
    assert in_parallel([], workers=3) == ()


def test_no_more_than_so_many_at_a_time() -> None:
    running, most = 0, 0
    lock, two = threading.Lock(), threading.Barrier(2, timeout=PATIENCE)

    def task() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        two.wait()
        with lock:
            running -= 1
        two.wait()

    in_parallel([task] * 8, workers=2)
    assert most == 2


def test_an_exception_is_raised_at_once_whatever_still_runs() -> None:
    def fail() -> bool:
        raise LookupError("first")

    held = threading.Event()
    over = threading.Event()

    def hold() -> bool:
        held.wait(PATIENCE)
        over.set()
        return True

    tasks: list[Callable[[], bool]] = [hold, fail]
    with pytest.raises(LookupError, match="first"):
        in_parallel(tasks, workers=2)
    assert not over.is_set()
    held.set()


def test_an_interruption_ends_it_at_once() -> None:
    held = threading.Event()

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        in_parallel([partial(held.wait, PATIENCE)], workers=1, tick=interrupt)
    held.set()


def test_the_beat_goes_on_while_it_lasts() -> None:
    beats = 0
    third = threading.Event()

    def tick() -> None:
        nonlocal beats
        beats += 1
        if beats == 3:
            third.set()

    begin = time.monotonic()
    assert in_parallel([partial(third.wait, PATIENCE)], workers=1, tick=tick) == (True,)
    assert time.monotonic() - begin >= 3 * TICK
