"""Content that no manifest has: read as kubectl reads it, or refused in one sentence."""

import io
import json
from typing import Any

import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.errors import UnreadableError
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.read.files.documents import documents
from kubectl_porttrace.read.files.manifests import read_files
from kubectl_porttrace.render import render
from kubectl_porttrace.render.screen import Screen
from tests.diagnose.counting import calls_of

DEEP = (150, 600, 900, 990, 5_000, 100_000)


def service(**more: Any) -> dict[str, Any]:
    metadata = {"name": "web", **more.pop("metadata", {})}
    return {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": {"ports": [{"port": 80}]}, **more}


def read(text: str) -> Snapshot:
    return read_files(["-"], recursive=False, stdin=io.BytesIO(text.encode()))


def read_or_refused(text: str) -> str:
    """The words of the refusal; empty where it is read, and the report can be written."""
    try:
        snapshot = read(text)
    except UnreadableError as error:
        return error.message
    json.loads(render(diagnose(snapshot), "json", Screen(width=100)))
    return ""


def in_service(value: str) -> str:
    return json.dumps(service(x=0)).replace('"x": 0', f'"x": {value}')


def in_list(text: str) -> str:
    return f'{{"apiVersion": "v1", "kind": "List", "items": [{text}]}}'


@pytest.mark.parametrize("depth", DEEP)
@pytest.mark.parametrize(("opens", "closes"), [("[", "]"), ('{"a":', "}")], ids=["lists", "objects"])
def test_nesting_is_read_or_refused(depth: int, opens: str, closes: str) -> None:
    text = in_service(f"{opens * depth}1{closes * depth}")
    for each in (text, in_list(text), f"{text}\n{text}", f"# yaml\n{text}"):
        words = read_or_refused(each)
        assert not words or "nested" in words
        assert words or depth < 1000


@pytest.mark.parametrize("wrap", [str, in_list, lambda text: f"{text} {text}"], ids=["alone", "listed", "concatenated"])
def test_a_number_of_5000_digits(wrap: Any) -> None:
    assert "too large" in read_or_refused(wrap(in_service("9" * 5000))) or wrap is in_list
    port = json.dumps(service()).replace("80", "9" * 5000)
    assert read_or_refused(wrap(port))


def test_half_a_surrogate_pair_is_a_replacement_character() -> None:
    text = '{"apiVersion":"v1","kind":"Service","metadata":{"name":"web","labels":{"a":"x\\ud800y","\\udfff":"b"}}}'
    for each in (text, in_list(text), text * 2):
        (found,) = read(each).services
        assert found.metadata.labels == {"a": "x\ufffdy", "\ufffd": "b"}
        assert read_or_refused(each) == ""


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_words_for_numbers_that_json_does_not_have(word: str) -> None:
    assert "number" in read_or_refused(in_service(word))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        pytest.param(5, "expected a time, got number 5", id="number"),
        pytest.param("2026-11-20T00:00:00", "expected a time with its zone", id="no-zone"),
        *(
            pytest.param(time, "", id=time)
            for time in ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00")
        ),
    ],
)
def test_times(written: Any, words: str) -> None:
    metadata = {"creationTimestamp": written, "deletionTimestamp": written, "deletionGracePeriodSeconds": 2**62}
    assert words in read_or_refused(json.dumps(service(metadata=metadata)))
    assert bool(words) == bool(read_or_refused(json.dumps(service(metadata=metadata))))


def test_documents_are_read_one_at_a_time() -> None:
    """What was taken is freed: 100,000 documents as plain values would take half a gigabyte."""
    text = "\n---\n".join(f"a: {n}" for n in range(100)) + "\n---\n{"
    stream = documents("x.yaml", text.encode())
    assert [next(stream).value for _ in range(3)] == [{"a": 0}, {"a": 1}, {"a": 2}]
    with pytest.raises(UnreadableError):
        list(stream)
    (alone,) = documents("x.yaml", b"---\n---\na: 1\n---\n")
    assert (alone.number, alone.value) == (0, {"a": 1})


def test_concatenated_documents_take_work_by_their_number() -> None:
    one = json.dumps(service())

    def work(count: int) -> int:
        return calls_of(lambda: list(documents("x.json", "\n ".join([one] * count).encode())))

    work(5)
    assert work(400) < 2.2 * work(200)
