"""Several reads at once, in threads that never keep the program from ending."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import TypeVar

from kubectl_porttrace.errors import PorttraceError

Result = TypeVar("Result")

TICK = 0.1


def in_parallel(
    tasks: Sequence[Callable[[], Result]], workers: int, tick: Callable[[], None] = lambda: None
) -> tuple[Result, ...]:
    """Do all tasks and return what each returned, in their order.

    The first exception is raised at once, while other tasks still run. Ctrl-C ends the program at once as well, because
    the threads are daemons; those of the standard library's pool are not.

    Args:
        tasks: what to do.
        workers: how many to do at a time.
        tick: called about every tenth of a second until all are done.
    """
    waiting: SimpleQueue[tuple[int, Callable[[], Result]]] = SimpleQueue()
    done: SimpleQueue[tuple[int, Callable[[], Result]]] = SimpleQueue()
    for numbered in enumerate(tasks):
        waiting.put(numbered)
    for _ in range(min(workers, len(tasks))):
        start_thread(partial(_work, waiting, done))
    results: dict[int, Result] = {}
    while len(results) < len(tasks):
        try:
            place, outcome = done.get(timeout=TICK)
        except Empty:
            tick()
            continue
        results[place] = outcome()
    return tuple(results[place] for place in range(len(tasks)))


def in_background(task: Callable[[], Result]) -> Callable[[], Result]:
    """Begin a task, and return what waits for its result, or raises its exception."""
    done: SimpleQueue[Callable[[], Result]] = SimpleQueue()
    start_thread(lambda: done.put(_outcome(task)))

    def wait() -> Result:
        outcome = None
        while outcome is None:
            # A wait without an end would keep Ctrl-C waiting as well, on Windows.
            with suppress(Empty):
                outcome = done.get(timeout=TICK)
        return outcome()

    return wait


def within(seconds: float, task: Callable[[], Result]) -> Result:
    """The result of a task that is given so long, in a thread of its own that is left to itself afterwards.

    Raises:
        TimeoutError: it took longer.
    """
    done: SimpleQueue[Callable[[], Result]] = SimpleQueue()
    start_thread(lambda: done.put(_outcome(task)))
    until = monotonic() + seconds
    while (left := until - monotonic()) > 0:
        with suppress(Empty):
            return done.get(timeout=min(TICK, left))()
    raise TimeoutError


def start_thread(work: Callable[[], None]) -> Thread:
    """Start a thread that never keeps the program from ending.

    Raises:
        PorttraceError: the system gives none.
    """
    thread = Thread(target=work, daemon=True)
    try:
        thread.start()
    except RuntimeError:
        raise PorttraceError(
            "the system gives no thread to read with", "ulimit -u shows how many processes and threads there may be"
        ) from None
    return thread


def _work(
    waiting: "SimpleQueue[tuple[int, Callable[[], Result]]]", done: "SimpleQueue[tuple[int, Callable[[], Result]]]"
) -> None:
    while True:
        try:
            place, task = waiting.get_nowait()
        except Empty:
            return
        done.put((place, _outcome(task)))


def _outcome(task: Callable[[], Result]) -> Callable[[], Result]:
    """Something to call for the result, or for the exception, in the thread that waits."""
    try:
        result = task()
    except BaseException as error:  # noqa: BLE001 - raised again by the caller, where it can be handled
        failure = error

        def fail() -> Result:
            raise failure

        return fail
    return lambda: result
