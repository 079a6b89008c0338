"""Lists, page by page."""

from threading import Event

import pytest

from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.cluster.ask import MOST_SHORT_PAGES, RESTARTS, ask
from kubectl_porttrace.read.cluster.decode import decode_list_metadata, decode_page
from kubectl_porttrace.read.cluster.query import Query
from tests.read.cluster.asked import PODS, always, asked, meta
from tests.read.scripted import DATE, Scripted, answer, page, refusal


def test_reads_every_page_of_a_list_and_tells_of_each() -> None:
    pages = {"": page("Pod", meta("a"), meta("b"), more="next", remaining=1), "next": page("Pod", meta("c"))}
    server = Scripted(lambda _path, query: pages[query.get("continue", "")])
    told: list[tuple[int, int]] = []
    found = ask(server, PODS, lambda _, so_far, more: told.append((so_far, more)))
    assert [pod.name for pod in found.objects] == ["a", "b", "c"]
    assert all(isinstance(pod, Pod) for pod in found.objects)
    assert told == [(2, 1), (3, 0)]
    assert found.date == DATE
    assert [query["limit"] for _, query, _ in server.asked] == ["500", "500"]


def test_the_next_page_is_on_its_way_while_one_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {"": page("Pod", meta("a"), more="next"), "next": page("Pod", meta("b"))}
    decoding = Event()

    def reply(_path: str, query: dict[str, str]) -> HttpAnswer:
        assert "continue" not in query or decoding.wait(10)
        return pages[query.get("continue", "")]

    def decode(body: bytes, query: Query) -> tuple[KubernetesObject, ...]:
        decoding.set()
        return decode_page(body, query)

    monkeypatch.setattr("kubectl_porttrace.read.cluster.pages.decode_page", decode)
    server = Scripted(reply)
    assert [pod.name for pod in asked(server, PODS).objects] == ["a", "b"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"kind":"PodList","metadata":{"continue":"t"},"items":[{]}', id="first"),
        pytest.param(b'{"items":[{"metadata":{}}],"metadata":{"continue":"t"},"kind":"PodList"}', id="last"),
        pytest.param(b'{"kind":"PodList","a":"' + b"x" * 9999 + b'","metadata":{"continue":"t"},"items":[]}', id="far"),
    ],
)
def test_metadata_are_read_wherever_they_stand(body: bytes) -> None:
    assert decode_list_metadata(body).continue_token == "t"  # noqa: S105 - no password


def test_an_expired_token_restarts_the_list() -> None:
    answers = iter(
        [page("Pod", meta("old"), more="t"), refusal(410), page("Pod", meta("a"), more="u"), page("Pod", meta("b"))]
    )
    server = Scripted(lambda _path, _query: next(answers))
    assert [pod.name for pod in asked(server, PODS).objects] == ["a", "b"]
    assert ["continue" in query for _, query, _ in server.asked] == [False, True, False, True]


def test_a_token_that_always_expires_is_given_up() -> None:
    server = Scripted(lambda _path, query: refusal(410, "too old") if query.get("continue") else page("Pod", more="t"))
    found = asked(server, PODS)
    assert found.unread is not None
    assert found.unread.reason == "error"
    assert len(server.asked) == 2 * (RESTARTS + 1)


def test_a_list_without_items_is_empty() -> None:
    found = asked(always(answer({"kind": "PodList", "metadata": {}, "items": None})), PODS)
    assert (found.objects, found.unread) == ((), None)


def test_a_list_whose_pages_repeat_or_never_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    repeating = Scripted(lambda _path, _query: page("Pod", more="again"))
    found = ask(repeating, PODS, lambda *_: None)
    assert found.unread is not None
    assert (found.objects, found.unread.reason) == ((), "error")
    assert "without end" in found.unread.message
    assert len(repeating.asked) == 2
    monkeypatch.setattr("kubectl_porttrace.read.cluster.ask.MOST_PAGES", 5)
    endless = Scripted(lambda _path, query: page("Pod", more=f"{query.get('continue', '')}x"))
    assert ask(endless, PODS, lambda *_: None).unread is not None
    assert len(endless.asked) == 6


def test_pages_of_hardly_anything_are_read_up_to_a_bound_and_others_as_long_as_there_are_some() -> None:
    endless = Scripted(lambda _path, query: page("Pod", more=f"{query.get('continue', '')}x"))
    found = ask(endless, PODS, lambda *_: None)
    assert found.unread is not None
    assert "without end" in found.unread.message
    assert len(endless.asked) == MOST_SHORT_PAGES + 1
    pages = MOST_SHORT_PAGES + 50
    full = [{"metadata": {"name": f"web-{number}"}} for number in range(50)]

    def filled(_path: str, query: dict[str, str]) -> HttpAnswer:
        token = query.get("continue", "")
        return page("Pod", *full, more=f"{token}x" if len(token) < pages - 1 else "")

    assert len(ask(Scripted(filled), PODS, lambda *_: None).objects) == pages * len(full)
