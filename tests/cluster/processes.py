"""Start, watch and end the programs of a control plane."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
from pathlib import Path

from tests.cluster.claims import claim

_WRAPPER = Path(__file__).with_name("die_with_parent.py")
# Below the range from which Linux takes the local ports of connections, so none of those can be in the way.
_PORTS = range(20000, 32000)
_END_TIMEOUT = 120


class ClusterError(Exception):
    """The control plane did not do what the tests need; the message carries the log's tail where there is one."""


def free_ports(count: int) -> list[int]:
    """Return `count` different ports that nothing on 127.0.0.1 listens on.

    No other caller is given them while this process lives, for it takes a while until a program listens there.
    """
    ports: list[int] = []
    while len(ports) < count:
        port = random.SystemRandom().choice(_PORTS)
        if _is_free(port) and claim(f"port-{port}"):
            ports.append(port)
    return ports


def _is_free(port: int) -> bool:
    with socket.socket() as listener:
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class Processes:
    """Programs in sessions of their own, each with a log, ended together."""

    def __init__(self) -> None:
        """Start none yet."""
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._logs: dict[str, Path] = {}
        self._commands: dict[str, tuple[Path, Path, tuple[str, ...]]] = {}
        self._starts_left: dict[str, int] = {}

    def start(self, name: str, directory: Path, program: Path, *flags: str, starts: int = 1) -> None:
        """Start one program in `directory`, its log in logs/ there.

        It ends with this process, and must be started from a thread that lives as long. `starts` is how often it
        is started at most: where `check_alive` finds that it ended by itself, it is started again.
        """
        self._commands[name] = directory, program, flags
        self._starts_left[name] = starts
        command = [sys.executable, "-I", "-S", str(_WRAPPER), str(os.getpid()), str(program), *flags]
        # A home of its own, for kwok and kubectl read the user's configuration otherwise.
        environment = {"HOME": str(directory), "PATH": os.environ.get("PATH", os.defpath)}
        self._logs[name] = directory / "logs" / f"{name}.log"
        self._logs[name].parent.mkdir(exist_ok=True)
        with self._logs[name].open("ab") as log:
            self._running[name] = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment,
                cwd=directory, start_new_session=True,
            )  # fmt: skip

    def send(self, name: str, number: signal.Signals) -> None:
        """Send a signal to one program."""
        os.killpg(self._running[name].pid, number)

    def kill(self, name: str) -> None:
        """End one program at once, as a crash does. It stays so until it is started again."""
        self._starts_left[name] = 1
        self.send(name, signal.SIGKILL)
        self._running[name].wait(_END_TIMEOUT)

    def start_again(self, name: str) -> None:
        """Start a program that ended, as it was started."""
        directory, program, flags = self._commands[name]
        self.start(name, directory, program, *flags, starts=max(1, self._starts_left[name] - 1))

    def check_alive(self) -> None:
        """Raise ClusterError with the log's tail if a program ended by itself, and is not to be started again."""
        for name, process in tuple(self._running.items()):
            if process.poll() is not None:
                if self._starts_left[name] > 1:
                    self.start_again(name)
                    continue
                tail = self._logs[name].read_text("utf-8", "replace").splitlines()[-15:]
                raise ClusterError(f"{name} ended with {process.returncode}:\n" + "\n".join(tail))

    def pids(self) -> dict[str, int]:
        """Return the process id of each program."""
        return {name: process.pid for name, process in self._running.items()}

    def stop(self) -> None:
        """End every program at once and wait for it: what they hold is thrown away, so none needs time to save it."""
        for process in self._running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        for process in self._running.values():
            process.wait(_END_TIMEOUT)
        self._running.clear()
