"""Servers that send what no API server sends: a report or one sentence comes of it, in bounded time and memory."""

import gzip
import io
import json
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kubectl_porttrace.cli import run_command
from kubectl_porttrace.complete.offers import answer as completion
from kubectl_porttrace.read.login import responses as module
from tests.read.login.test_connection import Act, says, server

EMPTY = json.dumps({"kind": "ServiceList", "metadata": {}, "items": []}).encode()
DEEP = 100_000


class Run(NamedTuple):
    """What came of a run on such a server."""

    code: int
    out: str
    said: str


def answering(body: bytes, *headers: str, length: str | None = None) -> Act:
    head = ["HTTP/1.1 200 OK", "Connection: close", "Content-Type: application/json", *headers]
    return says("\r\n".join([*head, f"Content-Length: {length or len(body)}", "", ""]).encode() + body)


def services(*items: Any, **more: Any) -> bytes:
    """A list of Services, or of what stands in their place."""
    return json.dumps({"kind": "ServiceList", "metadata": {}, "items": list(items), **more}).encode()


SERVICE = {"metadata": {"name": "web", "namespace": "default"}, "spec": {"ports": [{"port": 80}]}}


@contextmanager
def quiet() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        yield out, err


def run(act: Act, *arguments: str) -> Run:
    """Ask such a server, in this process. Nobody's kubeconfig is read."""
    with server(act) as (url, _), quiet() as (out, err):
        code = run_command([*arguments, "--kubeconfig", "/dev/null", "--server", url, "-o", "json"])
    return Run(code, out.getvalue(), err.getvalue())


def is_one_sentence(seen: Run) -> bool:
    lines = seen.said.splitlines()
    return (
        (seen.code, seen.out) == (1, "")
        and lines[0].startswith("error: ")
        and all(line.startswith("hint: ") for line in lines[1:])
        and "mistake of the program" not in seen.said
    )


@pytest.mark.parametrize("arguments", [(), ("web",), ("deploy/web",)], ids=["all", "service", "workload"])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            b'{"kind": "ServiceList", "metadata": {}, "items": [{"metadata": {"name": "\xff"}}]}', id="no-utf-8"
        ),
        pytest.param(b"\xff\xfe{\0}\0", id="utf-16"),
        pytest.param(b"[" * DEEP, id="nested-lists"),
        pytest.param(b'{"kind":' * DEEP, id="nested-mappings"),
        pytest.param(
            b'{"kind": "ServiceList", "items": [{"spec": ' + b"[" * DEEP + b"]" * DEEP + b"}]}", id="nested-whole"
        ),
        pytest.param(b'{"kind": "ServiceList", "items": {}}', id="items-are-no-list"),
        pytest.param(b'{"kind": 5}', id="kind-is-a-number"),
        pytest.param(b"9" * 5000, id="a-long-number"),
        pytest.param(json.dumps({"kind": "PodList", "items": [{}]}).encode(), id="a-list-of-another-kind"),
        pytest.param(json.dumps({"kind": "Secret", "data": {}}).encode(), id="an-object-of-another-kind"),
        pytest.param(services({**SERVICE, "spec": {"ports": [{"port": "x"}]}}), id="another-type"),
        pytest.param(services({**SERVICE, "metadata": {"name": "web", "creationTimestamp": "x"}}), id="no-time"),
        pytest.param(b'"\\ud800"', id="half-a-letter"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_what_is_no_list_of_services_is_told_in_one_sentence(body: bytes, arguments: tuple[str, ...]) -> None:
    seen = run(answering(body), *arguments)
    assert is_one_sentence(seen), seen


@pytest.mark.parametrize(
    "date", ["Sat, 99 Foo 99999 99:99:99 GMT", "Mon, 01 Jan 0001 00:00:00 +2359", "x" * 9999, "\xff"]
)
def test_a_date_that_is_none_is_passed_over(date: str) -> None:
    head = f"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nDate: {date}\r\n"
    seen = run(says(f"{head}Content-Length: {len(EMPTY)}\r\n\r\n".encode("latin-1") + EMPTY), "-A")
    assert seen.code == 0 or is_one_sentence(seen)


@pytest.mark.parametrize(
    "length", ["-1", "x", "99999999999999999999", "1e9", "0x10", "٣", f"{len(EMPTY)}, {len(EMPTY) + 1}"]
)
def test_a_length_that_is_none_is_no_failure_of_ours(length: str) -> None:
    head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n"
    seen = run(says(f"{head}Content-Length: {length}\r\n\r\n".encode() + EMPTY), "-A")
    assert seen.code == 0 or is_one_sentence(seen), seen


def test_a_status_line_that_is_none_is_told_in_one_sentence() -> None:
    for line in (b"HTTP/1.1 999999 No\r\n\r\n", b"\x00\x01\x02", b"SSH-2.0-OpenSSH_9.9\r\n", b"HTTP/1.1 200\r\nA" * 9):
        assert is_one_sentence(run(says(line), "-A")), line


MEGABYTE = 1024 * 1024
MEASURED = """
import contextlib, io, pathlib, re, resource, sys
from kubectl_porttrace.cli import run_command
from kubectl_porttrace.read.login import responses

def most():
    status = pathlib.Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

responses.MOST_BYTES = 2 * 1024 * 1024
with contextlib.redirect_stdout(io.StringIO()):
    run_command(["--demo"])
before, out = most(), io.StringIO()
with contextlib.redirect_stdout(out):
    code = run_command(["-A", "--kubeconfig", "/dev/null", "--server", sys.argv[1], "-o", "json"])
print(code, most() - before, out.getvalue(), sep="\\n", end="")
"""
"""Prints the exit code, by how many bytes the process grew and the report. What the demo imports is not counted; a
process of its own, as `tracemalloc` ends the process where threads still run when it stops. On Linux `ru_maxrss` begins
with what the process had that started this one, which is more than all that is measured here."""


def bomb(packed: bytes, coding: str) -> Act:
    return answering(packed, f"Content-Encoding: {coding}")


def squeezed(size: int, pack: Callable[[bytes], bytes]) -> bytes:
    """So many blanks, and a list of nothing before them."""
    return pack(EMPTY + b" " * size)


@pytest.mark.parametrize(
    ("pack", "coding"),
    [
        pytest.param(gzip.compress, "gzip", id="gzip"),
        pytest.param(zlib.compress, "deflate", id="deflate"),
        pytest.param(lambda content: gzip.compress(gzip.compress(content)), "gzip, gzip", id="twice"),
    ],
)
def test_a_packed_answer_is_unpacked_up_to_a_bound(pack: Callable[[bytes], bytes], coding: str) -> None:
    packed = squeezed(64 * MEGABYTE, pack)
    with server(bomb(packed, coding)) as (url, _):
        asked = subprocess.run(
            [sys.executable, "-c", MEASURED, url], capture_output=True, text=True, check=False, timeout=300
        )
    code, more, out = asked.stdout.split("\n", 2)
    seen = Run(int(code), out, asked.stderr)
    assert is_one_sentence(seen), seen
    assert "more than 2 MiB" in seen.said
    assert int(more) < 24 * MEGABYTE


def test_the_bound_is_above_what_any_page_takes() -> None:
    assert module.MOST_BYTES == 256 * 1024 * 1024


def test_a_body_without_end_is_cut_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1024 * 1024)

    def endless(client: Any) -> None:
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        while True:
            client.sendall(EMPTY + b" " * 65536)

    assert "more than 1 MiB" in run(endless, "-A").said


def test_what_is_packed_wrongly_is_told_in_one_sentence() -> None:
    for packed in (b"no gzip", gzip.compress(EMPTY)[:30], gzip.compress(EMPTY)[:5]):
        assert is_one_sentence(run(bomb(packed, "gzip"), "-A")), packed


@pytest.mark.parametrize("body", [b"[" * DEEP, b"\xff", b'{"kind": "NamespaceList", "items": {}}', b"", b"null"])
@pytest.mark.parametrize("words", [["-n", ""], [""], ["deploy/"], ["web:"]], ids=" ".join)
def test_completion_offers_nothing_of_it(tmp_path: Path, body: bytes, words: list[str]) -> None:
    with server(answering(body)) as (url, _):
        path = tmp_path / "config"
        path.write_text("{}")
        flags = ["--kubeconfig", str(path), "--server", url]
        assert completion([*flags, *words], {}).candidates == ()
