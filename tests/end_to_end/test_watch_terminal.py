"""The screen that is drawn again: on a terminal of its own, resized, and ended with Ctrl-C."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import pytest

from tests.cluster.namespace import Namespace
from tests.cluster.objects import service
from tests.cluster.plugin import Porttrace, executable

PATIENCE = 120.0
ENTER, LEAVE, HOME = "\x1b[?1049h", "\x1b[?1049l", "\x1b[H"
_STEERING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass
class Drawn:
    """The program on a terminal, and what it draws."""

    process: subprocess.Popen[bytes]
    terminal: int
    bytes_read: bytes = b""

    @property
    def raw(self) -> str:
        """All that was drawn: a letter of several bytes may come in two parts."""
        return self.bytes_read.decode(errors="ignore")

    def screen(self) -> list[str]:
        """The lines of the last whole frame, as a person sees them."""
        frames = self.raw.partition(ENTER)[2].split(HOME)
        return [line.rstrip() for line in _STEERING.sub("", frames[-1]).replace("\r", "").split("\n")]

    def wait_for(self, accept: Callable[[list[str]], object], what: str) -> list[str]:
        """The screen once it is accepted. AssertionError where it never is."""
        deadline = time.monotonic() + PATIENCE
        while not accept(self.screen()):
            assert time.monotonic() < deadline, f"waited for {what}, and saw {self.raw[-3000:]!r}"
            self.read(0.1)
        return self.screen()

    def read(self, seconds: float) -> bool:
        """Read what is drawn; whether anything is."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return False
        try:
            self.bytes_read += os.read(self.terminal, 65536)
        except OSError:
            return False
        return True

    def resize(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE)
        while self.read(0.2):
            pass
        return code


@contextmanager
def drawing(
    porttrace: Porttrace, *words: str, columns: int = 100, lines: int = 40, term: str = "xterm"
) -> Iterator[Drawn]:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    process = subprocess.Popen(
        [executable(), *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**porttrace.environment(), "TERM": term},
        cwd=porttrace.home,
        start_new_session=True,
        # Tests that a script runs in the background ignore Ctrl-C, and so would all that they start.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - nothing here locks
    )
    os.close(theirs)
    try:
        yield Drawn(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


@pytest.fixture
def watched(namespace: Namespace) -> Namespace:
    namespace.create(service("web"))
    namespace.wait_for_slices("web")
    return namespace


def test_the_screen_is_drawn_in_place_and_given_back(watched: Namespace, porttrace: Porttrace) -> None:
    title = f"{watched.name}/web: "
    with drawing(porttrace, "-w", "web") as drawn:
        screen = drawn.wait_for(lambda lines: any(line.startswith(f"{title}broken") for line in lines), "the screen")
        assert re.fullmatch(r"\d\d:\d\d:\d\d  no verdict has changed yet", screen[0])
        watched.patch("Service", "web", {"spec": {"type": "ExternalName", "externalName": "example.com"}})
        screen = drawn.wait_for(lambda lines: any(line.startswith(f"{title}external") for line in lines), "the change")
        assert re.match(rf"\d\d:\d\d:\d\d  last change \d\d:\d\d:\d\d: {watched.name}/web ", screen[0])
        assert drawn.interrupt() == 130
        assert drawn.raw.count(ENTER) == drawn.raw.count(LEAVE) == 1
        assert drawn.raw.rstrip().endswith(LEAVE)
        assert "\x1b[?25h" in drawn.raw
        assert "Traceback" not in drawn.raw


def test_another_size_of_the_terminal_is_drawn_for(watched: Namespace, porttrace: Porttrace) -> None:
    with drawing(porttrace, "-w", "web", columns=120, lines=40) as drawn:
        drawn.wait_for(lambda lines: any("broken" in line for line in lines), "the screen")
        drawn.resize(44, 9)
        screen = drawn.wait_for(lambda lines: len(lines) == 9 and "lines more" in lines[-1], "the small screen")
        assert max(map(len, screen)) <= 44
        drawn.resize(120, 40)
        drawn.wait_for(lambda lines: len(lines) == 40 and not any("lines more" in each for each in lines), "all of it")
        assert drawn.interrupt() == 130
    assert watched.name in drawn.raw


def test_what_does_not_exist_is_waited_for_on_the_screen(namespace: Namespace, porttrace: Porttrace) -> None:
    with drawing(porttrace, "-w", "web") as drawn:
        drawn.wait_for(lambda lines: any("waiting for it" in line for line in lines), "the sentence")
        namespace.create(service("web"))
        drawn.wait_for(lambda lines: any(line.startswith(f"{namespace.name}/web: ") for line in lines), "the Service")


def test_what_was_waited_for_stays_on_the_terminal(namespace: Namespace, porttrace: Porttrace) -> None:
    namespace.create(service("web", selector={}, type="ExternalName", externalName="example.com"))
    with drawing(porttrace, "-w", "web", "--until", "wired") as drawn:
        while drawn.process.poll() is None or drawn.read(0.2):
            drawn.read(0.2)
        assert drawn.process.returncode == 0
    assert f"{namespace.name}/web: " in _STEERING.sub("", drawn.raw.rpartition(LEAVE)[2])


def test_a_terminal_that_cannot_be_drawn_on_gets_lines(watched: Namespace, porttrace: Porttrace) -> None:
    with drawing(porttrace, "-w", "web", "--until", "wired", "--timeout", "0", term="dumb") as drawn:
        while drawn.process.poll() is None or drawn.read(0.2):
            drawn.read(0.2)
        assert drawn.process.returncode == 3
    assert "\x1b" not in drawn.raw
    assert re.search(rf"^\d\d:\d\d:\d\d {watched.name}/web 80: broken \(", drawn.raw, re.MULTILINE)


@pytest.mark.usefixtures("watched")
def test_flags_of_the_screen_change_what_is_drawn(porttrace: Porttrace) -> None:
    flags = ("--used", "-o", "wide", "--no-headers", "--no-color", "--advice", "--fail-on", "never")
    with drawing(porttrace, "-w", "web", *flags) as drawn:
        screen = drawn.wait_for(lambda lines: any(line.startswith("80/TCP ") for line in lines), "the screen")
        assert not any(line.startswith("PORT ") for line in screen)
        assert drawn.interrupt() == 130
    assert "\x1b[31m" not in drawn.raw


def test_all_services_are_drawn_problems_alone(watched: Namespace, porttrace: Porttrace) -> None:
    watched.create(service("fine", selector={}, type="ExternalName", externalName="example.com"))
    with drawing(porttrace, "-w", "--problems", "--sort-by", "name") as drawn:
        screen = drawn.wait_for(lambda lines: any(line.startswith("web ") for line in lines), "the screen")
        assert not any(line.startswith("fine ") for line in screen)
