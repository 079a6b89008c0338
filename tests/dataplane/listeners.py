"""The programs of every pod: one process that listens in all their namespaces and answers with pod and number.

Run as a helper. A request `{"open": [{"namespace": PATH, "name": NAME, "numbers": [80, ...]}]}` opens each number for
TCP and UDP, of both families where the kernel has both; the answer is `{"opened": COUNT}`.
"""

from __future__ import annotations

import json
import resource
import selectors
import socket
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.dataplane.inside import inside

_BACKLOG = 512


def main() -> None:
    """Serve requests from stdin and connections from every socket, until stdin ends."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    selector = selectors.DefaultSelector()
    selector.register(sys.stdin.buffer, selectors.EVENT_READ)
    while True:
        for key, _ in selector.select():
            if key.data is not None:
                _serve(key.fileobj, key.data)  # type: ignore[arg-type]
                continue
            line = sys.stdin.buffer.readline()
            if not line:
                return
            opened = sum(_open(selector, entry) for entry in json.loads(line)["open"])
            sys.stdout.buffer.write(json.dumps({"opened": opened}).encode() + b"\n")
            sys.stdout.buffer.flush()


def _open(selector: selectors.BaseSelector, entry: Mapping[str, Any]) -> int:
    sockets = list(_listen(Path(entry["namespace"]), entry["numbers"]))
    for listener, number in sockets:
        selector.register(listener, selectors.EVENT_READ, f"{entry['name']} {number}".encode())
    return len(sockets)


def _listen(namespace: Path, numbers: Iterable[int]) -> Iterable[tuple[socket.socket, int]]:
    with inside(namespace):
        for number in numbers:
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                listener = _socket(kind)
                listener.bind(("::" if listener.family == socket.AF_INET6 else "0.0.0.0", number))  # noqa: S104
                if kind == socket.SOCK_STREAM:
                    listener.listen(_BACKLOG)
                yield listener, number


def _socket(kind: socket.SocketKind) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if socket.has_dualstack_ipv6() else socket.AF_INET, kind)
    listener.settimeout(0)
    if listener.family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    if kind == socket.SOCK_STREAM:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return listener


def _serve(listener: socket.socket, answer: bytes) -> None:
    """Answer everybody who waits."""
    with suppress(BlockingIOError):
        while True:
            if listener.type == socket.SOCK_STREAM:
                connection, _ = listener.accept()
                with connection, suppress(ConnectionError):
                    connection.sendall(answer)
            else:
                _, client = listener.recvfrom(64)
                with suppress(OSError):
                    listener.sendto(answer, client)


if __name__ == "__main__":
    main()
