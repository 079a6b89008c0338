"""The program while it watches, line by line."""

from __future__ import annotations

import queue
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import IO

from tests.cluster.plugin import Porttrace, executable

PATIENCE = 120.0


@dataclass
class Running:
    """The program while it watches: what it prints, line by line."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    _came: queue.SimpleQueue[str | None] = field(default_factory=queue.SimpleQueue)

    def __post_init__(self) -> None:
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self._threads = [
            threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True),
            threading.Thread(target=self._hear, args=(self.process.stderr,), daemon=True),
        ]
        for each in self._threads:
            each.start()

    def end(self) -> None:
        """Kill it, and read what is left."""
        self.process.kill()
        self.process.wait()
        for each in self._threads:
            each.join(PATIENCE)

    def _read(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self._came.put(line)
        self._came.put(None)

    def _hear(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self.said.append(line)
                self._came.put("")

    def wait_for(self, accept: Callable[[str], object], what: str) -> str:
        """The next line that is accepted. AssertionError where none comes."""
        while True:
            try:
                line = self._came.get(timeout=PATIENCE)
            except queue.Empty:
                line = None
            assert line is not None, f"waited for {what}, and saw {self.lines} and {self.said}"
            if line:
                self.lines.append(line)
                if accept(line):
                    return line

    def take(self) -> None:
        """Take what has come so far."""
        while not self._came.empty():
            line = self._came.get()
            if line:
                self.lines.append(line)

    def wait_for_said(self, words: str) -> None:
        """Return once stderr has some words."""
        while not any(words in line for line in self.said):
            try:
                line = self._came.get(timeout=PATIENCE)
            except queue.Empty:
                line = None
            assert line is not None, f"waited for {words!r}, and saw {self.said} and {self.lines}"
            if line:
                self.lines.append(line)

    def interrupt(self) -> int:
        """Press Ctrl-C, and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@contextmanager
def watching(porttrace: Porttrace, *words: str, user: str | None = None) -> Iterator[Running]:
    """The program, which ends with the block."""
    environment = porttrace.environment(user or "admin") | {"COLUMNS": "120"}
    process = subprocess.Popen(
        [executable(), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=porttrace.home,
        # Tests that a script runs in the background ignore Ctrl-C, and so would all that they start.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - nothing here locks
    )
    running = Running(process)
    try:
        yield running
    finally:
        running.end()
