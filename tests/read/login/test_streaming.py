"""Lines that a server sends one by one."""

import socket
import threading
import time
from contextlib import closing

import pytest

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.login import streaming as module
from kubectl_porttrace.read.login.connection import Connection, connect
from kubectl_porttrace.read.login.flags import ConnectionFlags
from kubectl_porttrace.read.login.lasting import Lasting
from kubectl_porttrace.read.login.streaming import AnswerLines, follow
from tests.read.login.test_connection import NOWHERE, PATIENCE, Act, refusal, resets, says, server

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def chunk(text: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(text), text)


def chunks(*texts: bytes, end: bool = True) -> Act:
    def act(client: socket.socket) -> None:
        client.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        for text in texts:
            client.sendall(chunk(text))
        if end:
            client.sendall(b"0\r\n\r\n")
        else:
            time.sleep(PATIENCE)

    return act


def connected(url: str) -> Connection:
    return connect(ConnectionFlags(server=url), NOWHERE)


def lines_of(url: str, silence: float = PATIENCE) -> AnswerLines:
    lines = follow(connected(url), "/api/v1/pods", {"watch": "1"}, "application/json", silence)
    assert isinstance(lines, AnswerLines)
    return lines


def test_lines_come_as_they_are_sent() -> None:
    with server(chunks(b"one\ntw", b"o\n", b"three\nfour", end=True)) as (url, asked):
        assert list(lines_of(url)) == [b"one", b"two", b"three"]
    assert asked[0].startswith(b"GET /api/v1/pods?watch=1 ")
    assert b"Accept-Encoding: identity" in asked[0]


def test_a_line_is_not_held_back_until_more_comes() -> None:
    with server(chunks(b"one\n", b"tw", end=False)) as (url, _), closing(lines_of(url)) as lines:
        assert next(iter(lines)) == b"one"


def test_a_server_without_chunks_is_read_as_well() -> None:
    def act(client: socket.socket) -> None:
        client.sendall(HEAD + b"Connection: close\r\n\r\none\n")
        time.sleep(PATIENCE)

    with server(act) as (url, _), closing(lines_of(url)) as lines:
        assert next(iter(lines)) == b"one"


def test_silence_is_noticed() -> None:
    with server(chunks(b"one\n", end=False)) as (url, _):
        # Long enough for a busy machine to send the first line.
        lines = iter(lines_of(url, silence=5.0))
        assert next(lines) == b"one"
        with pytest.raises(UnreachableError, match="did not answer in time"):
            next(lines)


def test_a_connection_that_breaks_is_told() -> None:
    def act(client: socket.socket) -> None:
        client.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk(b"one\n") + b"ff\r\nhalf")

    with server(act) as (url, _):
        lines = iter(lines_of(url))
        assert next(lines) == b"one"
        with pytest.raises(UnreachableError):
            next(lines)


def test_it_can_be_closed_while_another_thread_waits() -> None:
    with server(chunks(b"one\n", end=False)) as (url, _):
        lines = lines_of(url)
        read: list[bytes] = []
        thread = threading.Thread(target=lambda: read.extend(lines))
        thread.start()
        while not lines._response.headers:
            time.sleep(0.01)
        lines.close()
        thread.join(PATIENCE / 2)
        assert not thread.is_alive()
    assert read in ([], [b"one"])


def test_a_line_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_LINE", 100)
    with server(chunks(b"x" * 80, b"x" * 80)) as (url, _), pytest.raises(UnreachableError, match="without end"):
        list(lines_of(url))


def test_what_is_answered_instead_is_given_back() -> None:
    with server(refusal(410)) as (url, _):
        answer = follow(connected(url), "/api/v1/pods", {}, "application/json", PATIENCE)
    assert isinstance(answer, HttpAnswer)
    assert answer.status == 410


def test_a_server_that_does_not_answer_is_told() -> None:
    with server(resets) as (url, _), pytest.raises(UnreachableError):
        follow(connected(url), "/api", {}, "application/json", PATIENCE)


def test_credentials_that_expired_are_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kubectl_porttrace.read.login.lasting.PAUSE", 0.0)
    ok = says(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}")
    with server(refusal(401), ok, refusal(401), chunks(b"one\n")) as (url, asked):
        lasting = Lasting(connected(url), lambda: connected(url))
        assert lasting.get("/api", {}, "application/json").status == 200
        lines = lasting.follow("/api", {}, "application/json", PATIENCE)
        assert isinstance(lines, AnswerLines)
        assert list(lines) == [b"one"]
    assert len(asked) == 4


def test_credentials_are_not_renewed_all_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kubectl_porttrace.read.login.lasting.PAUSE", PATIENCE)
    with server(refusal(401)) as (url, asked):
        lasting = Lasting(connected(url), lambda: pytest.fail("a login right after the first"))
        assert lasting.get("/api", {}, "application/json").status == 401
    assert len(asked) == 1
