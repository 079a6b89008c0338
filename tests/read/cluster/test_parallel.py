import threading
import time
from collections.abc import Callable
from functools import partial

import pytest

from kubectl_porttrace.read.cluster.parallel import in_parallel


def test_results_are_in_the_order_of_the_tasks() -> None:
    def late(seconds: float) -> float:
        time.sleep(seconds)
        return seconds

    assert in_parallel([partial(late, seconds) for seconds in (0.05, 0.0, 0.02)], workers=3) == (0.05, 0.0, 0.02)


def test_there_may_be_nothing_to_do() -> None:
    assert in_parallel([], workers=3) == ()


def test_no_more_than_so_many_at_a_time() -> None:
    running, most = 0, 0
    lock = threading.Lock()

    def task() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1

    in_parallel([task] * 7, workers=2)
    assert most == 2


def test_an_exception_is_raised_at_once_whatever_still_runs() -> None:
    def fail() -> bool:
        raise LookupError("first")

    held = threading.Event()
    tasks: list[Callable[[], bool]] = [partial(held.wait, 10), fail]
    begin = time.monotonic()
    with pytest.raises(LookupError, match="first"):
        in_parallel(tasks, workers=2)
    assert time.monotonic() - begin < 5
    held.set()


def test_an_interruption_ends_it_at_once() -> None:
    held = threading.Event()

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        in_parallel([partial(held.wait, 10)], workers=1, tick=interrupt)
    held.set()


def test_the_beat_goes_on_while_it_lasts() -> None:
    beats = 0

    def tick() -> None:
        nonlocal beats
        beats += 1

    in_parallel([partial(time.sleep, 0.35)], workers=1, tick=tick)
    assert beats in {2, 3}
