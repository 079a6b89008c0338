"""An API server that misbehaves as it is told, for what a probe makes of it: over a real connection."""

from __future__ import annotations

import socket
import struct
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha1
from urllib.parse import urlsplit

from kubectl_porttrace.read.login.channels import PROTOCOL
from kubectl_porttrace.read.login.connection import Connection, connect
from kubectl_porttrace.read.login.flags import ConnectionFlags

Behaviour = Callable[[socket.socket, str], None]
_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CLOSE = struct.pack("!BBH", 0x88, 2, 1000)
PING = b"\x89\x02hi"


def answer(status: str, body: bytes = b"", content_type: str = "application/json", audited: bool = True) -> Behaviour:  # noqa: FBT001, FBT002
    """Answer and close."""
    heads = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(body)}"]
    heads += ["Audit-Id: 1"] if audited else []

    def behave(client: socket.socket, _key: str) -> None:
        client.sendall("\r\n".join([*heads, "Connection: close", "", ""]).encode() + body)

    return behave


def upgrade(*pieces: bytes | float, protocol: str = PROTOCOL, key: str | None = None) -> Behaviour:
    """Switch protocols, then send these bytes, or wait so many seconds, one after the other; and close."""

    def behave(client: socket.socket, asked: str) -> None:
        accept = b64encode(sha1(f"{key or asked}{_MAGIC}".encode(), usedforsecurity=False).digest()).decode()
        heads = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"]
        heads += [f"Sec-WebSocket-Accept: {accept}", f"Sec-WebSocket-Protocol: {protocol}", "", ""]
        client.sendall("\r\n".join(heads).encode())
        for piece in pieces:
            if isinstance(piece, bytes):
                client.sendall(piece)
            else:
                threading.Event().wait(piece)

    return behave


def hang(_client: socket.socket, _key: str) -> None:
    """Say nothing for long."""
    threading.Event().wait(600)


def frame(channel: int, content: bytes, *, fin: bool = True, opcode: int = 2) -> bytes:
    """A message on a channel, as a server sends it."""
    payload = bytes([channel]) + content
    length = len(payload)
    head = struct.pack("!BB", (0x80 if fin else 0) | opcode, length) if length < 126 else b""
    return (head or struct.pack("!BBH", 0x80 | opcode, 126, length)) + payload


def greeting(number: int = 8080) -> bytes:
    """What a node sends first on both channels of a port-forward."""
    port = struct.pack("<H", number)
    return frame(0, port) + frame(1, port)


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[tuple[Connection, list[str]]]:
    """A connection to a server that does this for each request, and the requests it has got."""
    requests: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_serve, args=(listener, behaviour, requests), daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        connection = connect(ConnectionFlags(kubeconfig=None, server=url), {"KUBECONFIG": "/nowhere"})
        yield connection, requests
        connection.close()
    assert urlsplit(url).hostname == "127.0.0.1"


def _serve(listener: socket.socket, behaviour: Behaviour, requests: list[str]) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            threading.Thread(target=_answer, args=(client, behaviour, requests), daemon=True).start()


def _answer(client: socket.socket, behaviour: Behaviour, requests: list[str]) -> None:
    with client, suppress(OSError):
        head = b""
        while b"\r\n\r\n" not in head:
            head += client.recv(4096)
        lines = head.decode().splitlines()
        requests.append(lines[0])
        keys = [line.partition(": ")[2] for line in lines if line.lower().startswith("sec-websocket-key")]
        behaviour(client, next(iter(keys), ""))
