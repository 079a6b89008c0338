"""Pages that are asked for while the one before is still on its way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event, Lock

import pytest
from msgspec.structs import replace

from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.read.cluster.answers import Begun, HttpAnswer
from kubectl_porttrace.read.cluster.ask import QueryResult, ask
from kubectl_porttrace.read.cluster.decode import decode_head, decode_page
from kubectl_porttrace.read.cluster.pages import Pages
from kubectl_porttrace.read.cluster.query import Query
from tests.read import scripted
from tests.read.cluster.asked import PODS, meta
from tests.read.cluster.protobuf import bodies
from tests.read.scripted import refusal

PATIENCE = 20
BEGINNING = 200


def from_json(name: str, more: str = "") -> HttpAnswer:
    return scripted.page("Pod", {**meta(name), "spec": {"nodeName": "n" * BEGINNING}}, more=more)


def from_protobuf(name: str, more: str = "") -> HttpAnswer:
    return bodies.page("Pod", bodies.a_pod(name), more=more)


FORMS = [pytest.param(from_json, id="json"), pytest.param(from_protobuf, id="protobuf")]


@dataclass
class Streaming:
    """Tells of the beginning of each page, or of another one; `ends` is given the token of a page before it ends."""

    pages: Mapping[str, HttpAnswer]
    ends: Callable[[str], object] = lambda _token: None
    beginnings: Mapping[str, bytes] = field(default_factory=dict)
    url: str = "https://streaming"
    asked: list[str] = field(default_factory=list)
    _came: dict[str, Event] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, path: str, query: dict[str, str], accept: str, begun: Begun | None = None) -> HttpAnswer:  # noqa: ARG002
        token = query.get("continue", "")
        self.asked.append(token)
        self.came(token).set()
        page = self.pages[token]
        if begun is not None and page.status == 200:
            begun(replace(page, body=self.beginnings.get(token, page.body)[:BEGINNING]))
        self.ends(token)
        return page

    def came(self, token: str) -> Event:
        """Set when a page is asked for."""
        with self._lock:
            return self._came.setdefault(token, Event())

    def read(self, query: Query = PODS) -> QueryResult:
        return ask(self, query, lambda *_: None)


def names(found: QueryResult) -> list[str]:
    assert found.unread is None
    return [each.name for each in found.objects]


@pytest.mark.parametrize("page", FORMS)
def test_a_page_is_asked_for_while_the_one_before_is_on_its_way(page: Callable[[str, str], HttpAnswer]) -> None:
    following = {"": "2", "2": "3"}

    def ends(token: str) -> None:
        if token in following:
            assert server.came(following[token]).wait(PATIENCE)

    server = Streaming({"": page("a", "2"), "2": page("b", "3"), "3": page("c", "")}, ends)
    assert names(server.read()) == ["a", "b", "c"]
    assert server.asked == ["", "2", "3"]


def test_no_more_than_two_pages_take_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Streaming(
        {"": from_json("a", "2"), "2": from_json("b", "3"), "3": from_json("c", "4"), "4": from_json("d")}
    )
    asked_while_decoding: list[list[str]] = []

    def decode(body: bytes, query: Query) -> tuple[KubernetesObject, ...]:
        token = ["", "2", "3", "4"][len(asked_while_decoding) + 1 :][:1]
        assert all(server.came(each).wait(PATIENCE) for each in token)
        asked_while_decoding.append(list(server.asked))
        return decode_page(body, query)

    monkeypatch.setattr("kubectl_porttrace.read.cluster.pages.decode_page", decode)
    assert names(server.read()) == ["a", "b", "c", "d"]
    # While the first is decoded the second has come, and the third is not asked for.
    assert asked_while_decoding[0] == ["", "2"]
    assert server.asked == ["", "2", "3", "4"]


def test_what_the_whole_page_says_counts() -> None:
    pages = {"": from_json("a", "2"), "2": from_json("b"), "x": from_json("c")}
    server = Streaming(pages, beginnings={"": from_json("a", "x").body})
    assert names(server.read()) == ["a", "b"]
    assert sorted(server.asked) == ["", "2", "x"]


def test_a_token_that_expired_before_its_page_was_taken_restarts_the_list() -> None:
    pages = {"": from_json("old", "t"), "t": refusal(410)}
    server = Streaming(pages, lambda token: token and pages.update({"": from_json("a", "u"), "u": from_json("b")}))
    assert names(server.read()) == ["a", "b"]
    assert server.asked == ["", "t", "", "u"]


def test_nothing_more_is_asked_for_where_the_beginning_of_a_list_is_enough() -> None:
    server = Streaming({"": from_json("a", "2")})
    found = server.read(Query("Pod", "shop", at_most=1))
    assert [each.name for each in found.objects] == ["a"]
    assert server.asked == [""]


@pytest.mark.parametrize("page", FORMS)
def test_a_beginning_of_any_length_tells_the_token_or_nothing(page: Callable[[str, str], HttpAnswer]) -> None:
    whole = page("a", "a-token-of-some-length")
    told = {Pages.next_token(replace(whole, body=whole.body[:size])) for size in range(len(whole.body) + 1)}
    assert told == {"", "a-token-of-some-length"}
    assert Pages.next_token(replace(page("a", ""), body=page("a", "").body[:-1])) == ""
    for damaged in (
        b"",
        b"k8s\0",
        b"\xff" * 300,
        b'{"kind":"PodList","metadata":5,"items":[',
        b'{"kind":"Pod","metadata":{},"items":[',
    ):
        assert Pages.next_token(replace(whole, body=damaged)) == ""


def test_the_beginning_of_a_list_that_names_its_items_first_tells_nothing() -> None:
    assert (
        decode_head(b'{"items":[{"metadata":{"continue":"t"}}],"metadata":{"continue":"t"},"kind":"PodList"}') is None
    )
