"""What large buffers took is given back at once."""

from __future__ import annotations

import ctypes
import platform
import subprocess
import sys

import pytest

from kubectl_porttrace.memory import give_back_large_buffers

# After the first buffer that is freed, glibc keeps what the later ones take.
PROGRAM = """
from kubectl_porttrace.memory import give_back_large_buffers
if {calls}:
    give_back_large_buffers()
SIZE = 4_000_000

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

for _ in range(2):
    before = resident()
    large = b"a" * SIZE
    pinned = [b"b" * 100_000 for _ in range(9)]
    taken = resident() - before
    del large
    kept = resident() - before
assert taken > SIZE
print("kept" if kept > SIZE else "given back")
"""
GLIBC = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps it, and can be told not to")


@GLIBC
@pytest.mark.parametrize(("calls", "expected"), [(True, "given back\n"), (False, "kept\n")])
def test_a_large_buffer_is_given_back_though_smaller_ones_came_after_it(calls: bool, expected: str) -> None:  # noqa: FBT001
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(calls=calls)], capture_output=True, text=True, check=False
    )
    assert (ended.stdout, ended.stderr) == (expected, "")


class _NoLibrary:
    """A C library without `mallopt`, or none at all."""

    def __init__(self, *_: object) -> None:
        raise OSError("there is none")


@pytest.mark.parametrize("library", [lambda _name: object(), _NoLibrary])
def test_another_c_library_is_left_as_it_is(library: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", library)
    give_back_large_buffers()


def test_a_python_without_ctypes_leaves_it_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setitem(sys.modules, "ctypes", None)
    give_back_large_buffers()


def test_another_system_has_no_such_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*_: object) -> None:
        raise AssertionError("it was loaded")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "CDLL", load)
    give_back_large_buffers()
