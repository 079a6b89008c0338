"""Every client: one process that connects from any namespace, many at a time, and says what came back.

Run as a helper. A request is `{"probes": [[NAMESPACE, PROTOCOL, ADDRESS, PORT, TRIES], ...], "timeout": SECONDS}`; the
answer has for each probe how often each thing happened: `{"hand-0-2 8080": 7, "refused": 1, "timeout": 0}`.
A refusal is what the kernel tells the client: of TCP a reset or an ICMP message, of UDP an ICMP message.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.dataplane.inside import inside

_AT_ONCE = 200
_TICK = 0.05
# A datagram may be lost where a queue is full.
_SENDINGS = 3


@dataclass
class _Attempt:
    """One connection or one datagram on its way."""

    probe: int
    socket: socket.socket
    sendings: int
    resend: float
    deadline: float
    received: bytes = b""

    @property
    def stream(self) -> bool:
        return self.socket.type == socket.SOCK_STREAM


@dataclass
class _Round:
    """All attempts of one request."""

    probes: Sequence[Sequence[Any]]
    timeout: float
    results: list[Counter[str]]
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    waiting: set[int] = field(default_factory=set)

    def run(self) -> list[Counter[str]]:
        left = deque(_tries(self.probes))
        flying: dict[int, _Attempt] = {}
        while left or flying:
            for attempt in self._start([left.popleft() for _ in range(min(len(left), _AT_ONCE - len(flying)))]):
                flying[attempt.socket.fileno()] = attempt
                self.selector.register(attempt.socket, selectors.EVENT_READ)
            for key, _ in self.selector.select(_TICK):
                self._progress(flying, flying[key.fd])
            now = time.monotonic()
            for attempt in [each for each in flying.values() if now > each.resend]:
                self._wait_on(flying, attempt, now)
        return self.results

    def _start(self, indexes: Sequence[int]) -> Iterator[_Attempt]:
        """Open sockets, namespace by namespace, for a change of namespace costs."""
        for namespace in sorted({self.probes[index][0] for index in indexes}):
            with inside(Path(namespace)):
                opened = [(i, _open(self.probes[i])) for i in indexes if self.probes[i][0] == namespace]
            for index, connection in opened:
                yield from self._launch(index, connection)

    def _launch(self, index: int, connection: socket.socket) -> Iterator[_Attempt]:
        _, protocol, address, port, _ = self.probes[index]
        sendings = 1 if protocol == "TCP" else _SENDINGS
        now = time.monotonic()
        attempt = _Attempt(index, connection, sendings - 1, now + self.timeout / sendings, now + self.timeout)
        try:
            connection.connect((address, port))
            if not attempt.stream:
                connection.send(b"?")
        except BlockingIOError:
            pass
        except OSError as error:
            self._end(attempt, _word(error))
            return
        yield attempt

    def _progress(self, flying: dict[int, _Attempt], attempt: _Attempt) -> None:
        try:
            received = attempt.socket.recv(256)
        except BlockingIOError:
            return
        except OSError as error:
            self._land(flying, attempt, _word(error))
            return
        attempt.received += received
        if not received or not attempt.stream:
            self._land(flying, attempt, attempt.received.decode() or "closed")

    def _wait_on(self, flying: dict[int, _Attempt], attempt: _Attempt, now: float) -> None:
        if now > attempt.deadline or not attempt.sendings:
            self._land(flying, attempt, "timeout")
            return
        attempt.resend = now + self.timeout / _SENDINGS
        attempt.sendings -= 1
        try:
            attempt.socket.send(b"?")
        except OSError as error:
            self._land(flying, attempt, _word(error))

    def _land(self, flying: dict[int, _Attempt], attempt: _Attempt, outcome: str) -> None:
        self.selector.unregister(attempt.socket)
        del flying[attempt.socket.fileno()]
        self._end(attempt, outcome)

    def _end(self, attempt: _Attempt, outcome: str) -> None:
        attempt.socket.close()
        self.results[attempt.probe][outcome] += 1


def main() -> None:
    """Serve requests from stdin until it ends."""
    for line in sys.stdin.buffer:
        request = json.loads(line)
        probes = request["probes"]
        results = _Round(probes, request["timeout"], [Counter() for _ in probes]).run()
        sys.stdout.buffer.write(json.dumps(results).encode() + b"\n")
        sys.stdout.buffer.flush()


def _tries(probes: Sequence[Sequence[Any]]) -> Iterable[int]:
    """Every probe's index as often as it is tried, the first try of each first."""
    most = max((probe[4] for probe in probes), default=0)
    return (index for turn in range(most) for index, probe in enumerate(probes) if turn < probe[4])


def _open(probe: Sequence[Any]) -> socket.socket:
    family = socket.AF_INET6 if ":" in probe[2] else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM if probe[1] == "TCP" else socket.SOCK_DGRAM)
    opened.settimeout(0)
    return opened


def _word(error: OSError) -> str:
    return "refused" if isinstance(error, ConnectionRefusedError) else f"error {error.errno}"


if __name__ == "__main__":
    main()
