"""A stream of channels: what the API server sends of a port-forward or of a command, each channel with its own number.

It is a websocket on which this side says nothing but farewell, so that reading frames is all it takes. The stream of
`kubernetes` logs in by a configuration of its own, which knows neither certificates in memory nor this login's proxies,
imports a second HTTP client, and has no limit of time.

Source: RFC 6455; `k8s.io/apimachinery/pkg/util/httpstream/wsstream/doc.go`.
"""

import secrets
import struct
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha1
from time import monotonic
from typing import Any

import msgspec
import urllib3

PROTOCOL = "v4.channel.k8s.io"
_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_CONTINUED, _CLOSE, _PING = 0, 8, 9
_CLOSE_NORMALLY = struct.pack("!BB4sH", 0x88, 0x82, bytes(4), 1000)
_LENGTHS: Mapping[int, struct.Struct] = {126: struct.Struct("!H"), 127: struct.Struct("!Q")}

MOST_BYTES = 4 * 1024 * 1024
"""More than the tables of sockets of a busy pod take."""


class BrokenStreamError(Exception):
    """The stream ended without a farewell, or what came is no such stream."""


class ChannelMessage(msgspec.Struct, frozen=True):
    """A piece of what came on one channel."""

    channel: int
    content: bytes


def handshake_key() -> str:
    """A fresh key, to which the answer of a server belongs."""
    return b64encode(secrets.token_bytes(16)).decode()


def handshake(key: str) -> dict[str, str]:
    """The headers that ask for the stream."""
    return {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": key,
        "Sec-WebSocket-Protocol": PROTOCOL,
    }


def is_accepted(key: str, headers: Mapping[str, str]) -> bool:
    """Whether the headers of an answer are those of a server that speaks this."""
    digest = sha1(f"{key}{_MAGIC}".encode(), usedforsecurity=False).digest()
    expected = b64encode(digest).decode()
    return headers.get("Sec-WebSocket-Accept") == expected and headers.get("Sec-WebSocket-Protocol") == PROTOCOL


class Channels:
    """The stream of one answer; for the caller to close."""

    def __init__(self, response: urllib3.BaseHTTPResponse) -> None:
        """Take over the connection of an answer that has just switched protocols."""
        self._response = response
        # What the server sent right behind its headers is in this reader already, so that the socket has it no more.
        whole: Any = response
        self._reader = whole._fp.fp  # noqa: SLF001 - urllib3 has no other way to it
        self._socket = whole.connection.sock
        self._bytes = 0

    def receive(self, seconds: float) -> ChannelMessage | None:
        """The next message on any channel; None where the server said farewell.

        Raises:
            TimeoutError: none came in that time.
            BrokenStreamError: the stream broke off.
        """
        until = monotonic() + seconds
        content, whole = b"", False
        while not whole:
            whole, opcode, part = self._frame(until)
            if opcode == _CLOSE:
                return None
            if opcode > _CLOSE:
                self._answer(opcode, part)
                whole = False
            else:
                content += part
        return ChannelMessage(content[0], content[1:]) if content else self.receive(until - monotonic())

    def close(self) -> None:
        """Send the closing frame, if that can be sent at once, and close the connection."""
        try:
            self._socket.settimeout(0.5)
            self._socket.sendall(_CLOSE_NORMALLY)
        except (OSError, ValueError):
            pass
        finally:
            self._response.close()

    def _frame(self, until: float) -> tuple[bool, int, bytes]:
        first, second = self._read(2, until)
        length = second & 0x7F
        if length in _LENGTHS:
            form = _LENGTHS[length]
            (length,) = form.unpack(self._read(form.size, until))
        self._bytes += length
        if second & 0x80 or self._bytes > MOST_BYTES:
            raise BrokenStreamError("what came is not a stream of channels, or it is too long")
        return bool(first & 0x80), first & 0x0F, self._read(length, until)

    def _read(self, size: int, until: float) -> bytes:
        left = until - monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            self._socket.settimeout(left)
            content: bytes = self._reader.read(size)
        except TimeoutError:
            raise
        except (OSError, ValueError) as error:
            raise BrokenStreamError(str(error)) from error
        if len(content) < size:
            raise BrokenStreamError("the server closed the connection")
        return content

    def _answer(self, opcode: int, content: bytes) -> None:
        """Answer a ping with what it said, masked with zeros as any mask will do."""
        if opcode == _PING and len(content) < min(_LENGTHS):
            self._socket.sendall(struct.pack("!BB4s", 0x8A, 0x80 | len(content), bytes(4)) + content)
