"""What is shown while a cluster answers, and how the program ends then."""

import json
import os
import pty
import signal
import subprocess
import threading
import time
from functools import partial

import pytest

from tests.cluster.plugin import Porttrace, executable
from tests.read.scripted import http_server

PATIENCE = 120.0


class TestProgress:
    def test_a_long_read_is_shown_on_a_terminal_and_leaves_nothing_behind(self, porttrace: Porttrace) -> None:
        leader, terminal = pty.openpty()
        with http_server(slowly) as url:
            process = start(porttrace, "-A", "-o", "json", "--server", url, stderr=terminal)
            os.close(terminal)
            shown = shown_on(leader)
            out, _ = process.communicate(timeout=PATIENCE)
        os.close(leader)
        assert (process.returncode, json.loads(out)["summary"]["services"]) == (0, 2)
        assert "reading services 1 of 2" in shown
        assert shown.endswith("\r\x1b[K")

    def test_it_is_not_shown_where_there_is_no_terminal(self, porttrace: Porttrace) -> None:
        with http_server(slowly) as url:
            process = start(porttrace, "-A", "-o", "json", "--server", url)
            _, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, err) == (0, "")


class TestEnding:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_a_signal_ends_it_at_once_and_quietly(self, porttrace: Porttrace, number: signal.Signals) -> None:
        asked, over = threading.Event(), threading.Event()

        def never(_: str) -> tuple[int, str, bytes]:
            asked.set()
            over.wait()
            return 200, "application/json", b"{}"

        with http_server(never) as url:
            process = start(porttrace, "web", "--server", url)
            try:
                assert asked.wait(PATIENCE)
                process.send_signal(number)
                # No answer comes, so to end at all is to wait for none.
                out, err = process.communicate(timeout=PATIENCE)
            finally:
                over.set()
        assert (process.returncode, out, err) == (128 + number, "", "")

    @pytest.mark.usefixtures("web")
    def test_a_reader_that_goes_away_is_no_failure(self, porttrace: Porttrace) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        process = start(porttrace, "web", stdout=writing)
        os.close(writing)
        _, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, err) == (141, "")


def shown_on(leader: int) -> str:
    """All that is drawn on a terminal, until nobody has it open any more."""
    drawn = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:
            part = b""
        if not part:
            return drawn.decode()
        drawn += part


def slowly(path: str) -> tuple[int, str, bytes]:
    """A cluster of two Services, whose second page takes a while."""
    kind = {"services": "Service", "pods": "Pod"}.get(path.partition("?")[0].rpartition("/")[2], "Thing")
    second = "continue=" in path
    if second:
        time.sleep(1.5)
    name = "b" if second else "a"
    item = {"metadata": {"name": name, "namespace": "shop"}, "spec": {"type": "ExternalName", "externalName": "x.org"}}
    metadata = {} if second or kind != "Service" else {"continue": "more", "remainingItemCount": 1}
    page = {"kind": f"{kind}List", "metadata": metadata, "items": [item] if kind == "Service" else []}
    return 200, "application/json", json.dumps(page).encode()


def start(
    porttrace: Porttrace, *args: str, stdout: int = subprocess.PIPE, stderr: int = subprocess.PIPE
) -> "subprocess.Popen[str]":
    """Start the program itself, so that a signal reaches it and not kubectl."""
    return subprocess.Popen(
        [str(executable()), *args],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        text=True,
        env=porttrace.environment(),
        # Tests that a script runs in the background ignore Ctrl-C, and so would all that they start.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - nothing here locks
    )
