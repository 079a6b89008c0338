"""The programs in pods that are probed: one process that listens in all their namespaces and notes what it receives.

Run as a helper.
`{"open": [{"pod": NAME, "namespace": PATH, "kind": KIND, "address": IP, "number": PORT, "only6": BOOL},
...]}` opens a socket for each; `{"close": POD}` closes those of a pod; `{"received": POD}` answers what each number of
a pod received, by number: the connections, and the bytes that came. KIND is one of KINDS.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.dataplane.inside import inside

KINDS = ("http", "tls", "speaks-first", "silent", "closes", "resets", "slow", "once", "leaves", "udp")
_RESET = struct.pack("ii", 1, 0)
_PLAIN = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
_WAIT = 3.0


@dataclass
class Program:
    """One socket that listens, and what came to it."""

    kind: str
    listener: socket.socket
    tls: ssl.SSLContext
    held: list[socket.socket] = field(default_factory=list)
    connections: int = 0
    received: bytes = b""

    def serve(self) -> None:
        """Answer whoever comes, until the socket is closed."""
        if self.kind == "udp":
            return
        with suppress(OSError):
            while self.kind != "slow":
                connection, _ = self.listener.accept()
                self.connections += 1
                if self.kind in {"once", "leaves"}:
                    self.close()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def close(self) -> None:
        """Listen no more."""
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        for each in (self.listener, *self.held):
            each.close()

    def _answer(self, connection: socket.socket) -> None:
        connection.settimeout(_WAIT)
        with suppress(OSError):
            getattr(self, f"_{self.kind.replace('-', '_')}")(connection)
        if self.kind != "silent":
            connection.close()

    def _read(self, connection: socket.socket) -> bytes:
        came = connection.recv(4096)
        self.received += came
        return came

    def _http(self, connection: socket.socket) -> None:
        came = self._read(connection)
        if came:
            connection.sendall(_FINE if came.startswith(b"GET") else _PLAIN)

    def _once(self, connection: socket.socket) -> None:
        self._http(connection)

    def _leaves(self, _connection: socket.socket) -> None:
        """Close what came, having stopped to listen."""

    def _tls(self, connection: socket.socket) -> None:
        with self.tls.wrap_socket(connection, server_side=True) as spoken:
            came = spoken.recv(4096)
            self.received += came
            spoken.sendall(_FINE)

    def _speaks_first(self, connection: socket.socket) -> None:
        connection.sendall(b"220 mail.example.com ESMTP\r\n")
        while self._read(connection):
            pass

    def _silent(self, connection: socket.socket) -> None:
        self.held.append(connection)
        while self._read(connection):
            pass

    def _closes(self, connection: socket.socket) -> None:
        self._read(connection)

    def _resets(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)


def main() -> None:
    """Serve requests from stdin until it ends. The arguments are a certificate and its key."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(sys.argv[1], sys.argv[2])
    programs: dict[str, dict[int, list[Program]]] = {}
    for line in sys.stdin.buffer:
        answer = _done(json.loads(line), programs, tls)
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


def _done(request: dict[str, Any], programs: dict[str, dict[int, list[Program]]], tls: ssl.SSLContext) -> object:
    if "open" in request:
        for entry in request["open"]:
            program = _opened(entry, tls)
            programs.setdefault(entry["pod"], {}).setdefault(entry["number"], []).append(program)
            threading.Thread(target=program.serve, daemon=True).start()
        return len(request["open"])
    if "close" in request:
        closed = programs.pop(request["close"], {})
        for program in (each for of_number in closed.values() for each in of_number):
            program.close()
        return len(closed)
    return {
        number: [sum(each.connections for each in found), b"".join(each.received for each in found).decode("latin-1")]
        for number, found in programs.get(request["received"], {}).items()
    }


def _opened(entry: dict[str, Any], tls: ssl.SSLContext) -> Program:
    address, number = entry["address"], entry["number"]
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    kind = socket.SOCK_DGRAM if entry["kind"] == "udp" else socket.SOCK_STREAM
    with inside(Path(entry["namespace"])):
        listener = socket.socket(family, kind)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(entry.get("only6", False)))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, number))
        program = Program(entry["kind"], listener, tls)
        if kind == socket.SOCK_STREAM:
            slow = entry["kind"] == "slow"
            listener.listen(0 if slow else 64)
            if slow:
                program.held += _filling(family, number)
    return program


def _filling(family: socket.AddressFamily, number: int) -> list[socket.socket]:
    """Connections that fill the queue of a program which accepts none, so that the next one is not answered."""
    made = []
    for _ in range(3):
        client = socket.socket(family, socket.SOCK_STREAM)
        client.settimeout(0)
        with suppress(BlockingIOError):
            client.connect(("::1" if family == socket.AF_INET6 else "127.0.0.1", number))
        made.append(client)
    return made


if __name__ == "__main__":
    main()
