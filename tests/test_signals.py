"""A signal ends the program, and quietly, whatever Python is running when the signal comes."""

import signal
import subprocess
import sys

import pytest

PROGRAM = """
import signal, threading, time, weakref
from kubectl_porttrace import cli, signals
from kubectl_porttrace.__main__ import run

class Thing:
    def __init__(self, deed):
        self.deed = deed

    def __del__(self):
        self.deed()

def in_del(deed):
    Thing(deed)

def in_callback(deed):
    thing = Thing(bool)
    seen = weakref.ref(thing, lambda _: deed())
    del thing

def command(_):
    {first}
    {second}
    print("goes on", flush=True)
    {end}

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what runs in the background without it
signals._SOON = 1.0  # so that a busy machine goes on within it
cli.run_command = command
run()
"""
PLACES = ["in_del", "in_callback"]
NUMBERS = [signal.SIGINT, signal.SIGTERM]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("place", PLACES)
def test_one_that_comes_where_python_drops_what_is_raised(place: str, number: signal.Signals) -> None:
    ended = run(f"{place}(lambda: signal.raise_signal({int(number)}))")
    assert (ended.returncode, ended.stdout, ended.stderr) == (128 + number, "goes on\n", "")


@pytest.mark.parametrize("number", NUMBERS)
def test_one_that_is_dropped_twice(number: signal.Signals) -> None:
    ended = run(f"in_del(lambda: signal.raise_signal({int(number)}))", "in_callback(lambda: time.sleep(30))")
    assert (ended.returncode, ended.stdout, ended.stderr) == (128 + number, "goes on\n", "")


def test_another_exception_that_is_dropped_is_shown_as_python_does() -> None:
    ended = run("in_callback(lambda: 1 / 0)", end="return 0")
    assert (ended.returncode, ended.stdout) == (0, "goes on\n")
    assert ended.stderr.endswith("ZeroDivisionError: division by zero\n")


def run(first: str, second: str = "", end: str = "threading.Event().wait()") -> subprocess.CompletedProcess[str]:
    """Run the program, which does two things, says that it goes on, and waits."""
    program = PROGRAM.format(first=first, second=second, end=end)
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        check=False,
    )
