"""A client of DNS over TCP, as much of it as asking a server for records takes (RFC 1035, 2782, 3596)."""

import socket
import struct
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple

TYPES = {"A": 1, "CNAME": 5, "AAAA": 28, "SRV": 33}
_NAMES = {number: name for name, number in TYPES.items()}
_HEADER = struct.Struct("!HHHHHH")
_POINTER = 0xC0
_RECURSION_DESIRED = 0x0100


class Answer(NamedTuple):
    """A record: its name without a dot at the end, its type, and its value; the port too of one of type SRV."""

    name: str
    type: str
    value: str
    port: int | None = None


def ask(port: int, name: str, type_: str) -> list[Answer]:
    """The answer section for a question put to a server on this machine; empty where it has none."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    question = labels + b"\0" + struct.pack("!HH", TYPES[type_], 1)
    message = _HEADER.pack(1, _RECURSION_DESIRED, 1, 0, 0, 0) + question
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(struct.pack("!H", len(message)) + message)
        (length,) = struct.unpack("!H", _exactly(connection, 2))
        return _answers(_exactly(connection, length))


def _exactly(connection: socket.socket, length: int) -> bytes:
    found = b""
    while len(found) < length:
        part = connection.recv(length - len(found))
        if not part:
            raise ConnectionError("the server hung up")
        found += part
    return found


def _answers(message: bytes) -> list[Answer]:
    _, _, questions, answers, _, _ = _HEADER.unpack_from(message)
    at = _HEADER.size
    for _ in range(questions):
        _, at = _name(message, at)
        at += 4
    found = []
    for _ in range(answers):
        name, at = _name(message, at)
        number, _, _, length = struct.unpack_from("!HHIH", message, at)
        at += 10
        found.append(_record(message, name, _NAMES.get(number, str(number)), at, length))
        at += length
    return found


def _record(message: bytes, name: str, type_: str, at: int, length: int) -> Answer:
    if type_ == "A":
        return Answer(name, type_, str(IPv4Address(message[at : at + length])))
    if type_ == "AAAA":
        return Answer(name, type_, str(IPv6Address(message[at : at + length])))
    if type_ == "SRV":
        (port,) = struct.unpack_from("!4xH", message, at)
        return Answer(name, type_, _name(message, at + 6)[0], port)
    return Answer(name, type_, _name(message, at)[0])


def _name(message: bytes, at: int) -> tuple[str, int]:
    """A name, and where the text after it begins; the rest of one may stand elsewhere."""
    labels: list[str] = []
    end = None
    while length := message[at]:
        if length >= _POINTER:
            end = end or at + 2
            at = (length & ~_POINTER) << 8 | message[at + 1]
            continue
        labels.append(message[at + 1 : at + 1 + length].decode())
        at += 1 + length
    return ".".join(labels), end or at + 1
