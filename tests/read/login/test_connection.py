"""Requests to servers that are overloaded, broken, slow, or just unusual; kubectl manages each of them or gives up."""

import gzip
import secrets
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.login import connection as module
from kubectl_porttrace.read.login.connection import connect
from kubectl_porttrace.read.login.flags import ConnectionFlags

OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
NOWHERE = {"KUBECONFIG": "/none"}
PATIENCE = 120.0
"""Seconds for which a server keeps silent; far more than a busy machine takes for anything here."""

Act = Callable[[socket.socket], None]


def says(answer: bytes) -> Act:
    return lambda client: client.sendall(answer)


def refusal(status: int, *headers: str) -> Act:
    lines = "".join(f"{each}\r\n" for each in headers)
    return says(f"HTTP/1.1 {status} No\r\nConnection: close\r\n{lines}Content-Length: 0\r\n\r\n".encode())


def resets(client: socket.socket) -> None:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


def begins(client: socket.socket) -> None:
    client.sendall(OK[:-2].replace(b"Length: 2", b"Length: 6000"))
    drips(client)


def drips(client: socket.socket) -> None:
    """Begin an answer that is not whole after two minutes."""
    for letter in OK[:60] + b"-" * 600:
        time.sleep(0.2)
        client.sendall(bytes([letter]))


def is_silent(_client: socket.socket) -> None:
    time.sleep(PATIENCE)


@contextmanager
def server(*acts: Act) -> Iterator[tuple[str, list[bytes]]]:
    """A server that does one thing per connection, the last of them for ever, and what it was asked."""
    asked: list[bytes] = []
    over = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(client: socket.socket, act: Act) -> None:
        with client, suppress(OSError):
            request = b""
            while not request.endswith(b"\r\n\r\n"):
                read = client.recv(65536)
                if not read:
                    return
                request += read
            asked.append(request)
            act(client)

    def accept() -> None:
        left = list(acts)
        while True:
            client, _ = listener.accept()
            if over.is_set():
                client.close()
                return
            act = left.pop(0) if len(left) > 1 else left[0]
            threading.Thread(target=serve, args=(client, act), daemon=True).start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", asked
    finally:
        # A thread that is about to accept would take the clients of the next server, which may get the same descriptor.
        over.set()
        socket.create_connection(listener.getsockname()).close()
        accepting.join()
        listener.close()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made, in no time."""
    made: list[float] = []
    monkeypatch.setattr(module, "sleep", made.append)
    return made


def get(url: str, **flags: float) -> HttpAnswer:
    return connect(ConnectionFlags(server=url, **flags), NOWHERE).get("/api", {}, "application/json")  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_that_asks_for_patience_is_asked_again(status: int, pauses: list[float]) -> None:
    with server(refusal(status, "Retry-After: 2"), refusal(status, "Retry-After: 3"), says(OK)) as (url, asked):
        assert get(url).status == 200
    assert (len(asked), pauses) == (3, [2, 3])


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        pytest.param(503, (), id="says-no-time"),
        pytest.param(503, ("Retry-After: Wed, 21 Oct 2026 07:28:00 GMT",), id="says-a-date"),
        pytest.param(503, ("Retry-After: -1",), id="says-nonsense"),
        pytest.param(503, ("Retry-After: 99999999999999999999",), id="asks-for-ages"),
        pytest.param(403, ("Retry-After: 1",), id="refuses"),
    ],
)
def test_an_answer_that_is_not_to_be_waited_for_counts(
    status: int, headers: tuple[str, ...], pauses: list[float]
) -> None:
    with server(refusal(status, *headers)) as (url, asked):
        assert get(url).status == status
    assert (len(asked), pauses) == (1, [])


def test_patience_ends(pauses: list[float]) -> None:
    with server(refusal(429, "Retry-After: 1")) as (url, asked):
        assert get(url).status == 429
    assert (len(asked), len(pauses)) == (11, 10)


def test_a_request_that_may_take_only_so_long_is_not_tried_beyond_that(pauses: list[float]) -> None:
    with server(refusal(429, "Retry-After: 9")) as (url, asked):
        assert get(url, request_timeout=5.0).status == 429
    assert (len(asked), pauses) == (1, [])


@pytest.mark.parametrize("breaks", [resets, lambda _: None], ids=["reset", "end"])
def test_a_connection_that_breaks_before_an_answer_is_made_again(breaks: Act, pauses: list[float]) -> None:
    with server(breaks, breaks, says(OK)) as (url, asked):
        assert get(url).status == 200
    assert (len(asked), pauses) == (3, [1, 1])
    with server(breaks) as (url, asked), pytest.raises(UnreachableError, match="broke during an answer"):
        get(url)
    assert len(asked) == 11


def test_one_that_breaks_within_the_answer_is_not(pauses: list[float]) -> None:
    with server(says(OK[:-1])) as (url, asked), pytest.raises(UnreachableError, match="broke during an answer"):
        get(url)
    assert (len(asked), pauses) == (1, [])


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(drips, id="a-byte-at-a-time"),
        pytest.param(begins, id="its-body-too"),
        pytest.param(is_silent, id="silent"),
    ],
)
def test_a_limit_is_one_of_the_request_as_a_whole(act: Act) -> None:
    begin = time.monotonic()
    with server(act) as (url, _), pytest.raises(UnreachableError, match="did not answer in time"):
        get(url, request_timeout=0.7)
    assert time.monotonic() - begin < PATIENCE / 2


def test_a_redirect_to_the_same_server_is_followed() -> None:
    def forever(client: socket.socket) -> None:
        refusal(307, f"Location: /api/{len(asked)}")(client)

    with server(refusal(301, "Location: /there/?a=b"), says(OK)) as (url, asked):
        assert get(url).status == 200
    assert asked[1].startswith(b"GET /there/?a=b ")
    with server(forever) as (url, asked):
        assert get(url).status == 307
    assert len(asked) == 10


def test_no_token_follows_a_redirect_to_another_server() -> None:
    with server(says(OK)) as (other, never), server(refusal(302, f"Location: {other}/api")) as (url, asked):
        token = {"impersonate": "eve"}
        answer = connect(ConnectionFlags(server=url, **token), NOWHERE).get("/api", {}, "*/*")  # type: ignore[arg-type]
        assert answer.status == 302
    assert (len(asked), never) == (1, [])


def test_interim_answers_are_passed_over() -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    with server(says(b"HTTP/1.1 100 Continue\r\n\r\n" + hints * 3 + OK)) as (url, _):
        assert get(url).body == b"{}"
    with server(says(hints * 100)) as (url, _), pytest.raises(UnreachableError, match="interim"):
        get(url)


def test_a_kubeconfig_may_rule_out_packed_answers(tmp_path: Path) -> None:
    with server(says(OK)) as (url, asked):
        for disabled in ("true", "false"):
            file = tmp_path / disabled
            cluster = f'{{"server": "{url}", "disable-compression": {disabled}}}'
            file.write_text(f'{{"clusters": [{{"name": "a", "cluster": {cluster}}}]}}')
            connect(ConnectionFlags(kubeconfig=str(file), cluster="a"), NOWHERE).get("/api", {}, "*/*")
    assert b"\r\nAccept-Encoding: identity\r\n" in asked[0]
    assert b"\r\nAccept-Encoding: gzip\r\n" in asked[1]


def test_what_comes_at_once_from_this_machine_is_not_packed() -> None:
    with server(says(OK)) as (url, asked):
        connection = connect(ConnectionFlags(server=url), NOWHERE)
        give_up = time.monotonic() + PATIENCE
        # It may take longer on a busy machine.
        while not asked or (b"\r\nAccept-Encoding: identity\r\n" not in asked[-1] and time.monotonic() < give_up):
            connection.get("/api", {}, "*/*")
    assert b"\r\nAccept-Encoding: gzip\r\n" in asked[0]
    assert b"\r\nAccept-Encoding: identity\r\n" in asked[-1]


def test_a_packed_body_that_comes_in_chunks_is_unpacked() -> None:
    packed = gzip.compress(b'{"kind": "PodList"}' + b" " * 100_000)
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    halves = packed[: len(packed) // 2], packed[len(packed) // 2 :]
    chunks = b"".join(f"{len(half):x}\r\n".encode() + half + b"\r\n" for half in halves)
    with server(says(head + chunks + b"0\r\n\r\n")) as (url, _):
        assert get(url).body.startswith(b'{"kind": "PodList"}')


@pytest.mark.parametrize("packed", [False, True])
def test_who_asks_is_told_of_a_long_answer_while_it_comes(packed: bool) -> None:  # noqa: FBT001
    content = [b'{"kind": "PodList", "a": "' + b"a" * 5_000, secrets.token_hex(50_000).encode() + b'"}']
    pack = zlib.compressobj(wbits=31)
    pieces = [pack.compress(content[0]) + pack.flush(zlib.Z_SYNC_FLUSH), pack.compress(content[1]) + pack.flush()]
    parts = pieces if packed else content
    coding = b"Content-Encoding: gzip\r\n" if packed else b""
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        + coding
        + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    told: list[HttpAnswer] = []
    seen = threading.Event()

    def begun(answer: HttpAnswer) -> None:
        told.append(answer)
        seen.set()

    def reply(client: socket.socket) -> None:
        client.sendall(head + f"{len(parts[0]):x}\r\n".encode() + parts[0] + b"\r\n")
        rest = f"{len(parts[1]):x}\r\n".encode() + parts[1] + b"\r\n0\r\n\r\n"
        client.sendall(rest if seen.wait(PATIENCE) else b"0\r\n\r\n")

    with server(reply) as (url, _):
        answer = connect(ConnectionFlags(server=url), NOWHERE).get("/api", {}, "*/*", begun)
    assert answer.body == b"".join(content)
    (beginning,) = told
    assert (beginning.status, beginning.content_type) == (200, "application/json")
    assert content[0].startswith(beginning.body)
    assert len(beginning.body) >= 1024


@pytest.mark.parametrize(("status", "size"), [(200, 1000), (403, 5000)])
def test_of_a_short_answer_and_of_a_refusal_nobody_is_told(status: int, size: int) -> None:
    head = f"HTTP/1.1 {status} Any\r\nConnection: close\r\nContent-Length: {size}\r\n\r\n".encode()
    told: list[HttpAnswer] = []
    with server(says(head + b" " * size)) as (url, _):
        answer = connect(ConnectionFlags(server=url), NOWHERE).get("/api", {}, "*/*", told.append)
    assert (answer.status, len(answer.body), told) == (status, size, [])


def test_headers_may_be_many_and_long() -> None:
    many = b"".join(b"X-%d: a\r\n" % number for number in range(500))
    for more in (many, b"X-Long: " + b"a" * 70_000 + b"\r\n"):
        with server(says(OK.replace(b"\r\n\r\n", b"\r\n" + more + b"\r\n"))) as (url, _):
            assert get(url).body == b"{}"


def test_the_user_of_a_url_is_sent_and_never_shown() -> None:
    with server(says(OK)) as (url, asked):
        connection = connect(ConnectionFlags(server=url.replace("//", "//ann:pass@")), NOWHERE)
        connection.get("/api", {}, "*/*")
    assert b"Authorization: Basic YW5uOnBhc3M=\r\n" in asked[0]
    assert "pass" not in f"{connection!r} {connection.url}"
    with pytest.raises(UnreachableError) as raised:
        get("http://ann:pass@127.0.0.1:1")
    assert "pass" not in raised.value.message


def test_no_token_goes_over_plain_http() -> None:
    with server(says(OK)) as (url, asked):
        connect(ConnectionFlags(server=url, token="secret"), NOWHERE).get("/api", {}, "*/*")  # noqa: S106
    assert b"authorization" not in asked[0].lower()


def test_a_proxy_is_told_its_user() -> None:
    with server(says(OK)) as (proxy, asked):
        flags = ConnectionFlags(server="http://api.invalid", proxy_url=proxy.replace("//", "//ann:pass@"))
        assert connect(flags, NOWHERE).get("/api", {}, "*/*").status == 200
    assert asked[0].startswith(b"GET http://api.invalid/api ")
    assert b"Proxy-Authorization: Basic YW5uOnBhc3M=\r\n" in asked[0]


def test_a_server_name_that_is_none_is_refused() -> None:
    flags = ConnectionFlags(server="https://127.0.0.1:1", tls_server_name="a\0b")
    with pytest.raises(UnreachableError, match="tls-server-name"):
        connect(flags, NOWHERE)
