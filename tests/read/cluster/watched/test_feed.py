"""One watch, however it ends."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock

import pytest
from msgspec.structs import replace

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.cluster.ask import ask
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.watched import feed as module
from kubectl_porttrace.read.cluster.watched.feed import Feed, listed
from tests.build import NOW
from tests.read.cluster.watched.server import (
    PATIENCE,
    Told,
    Watchable,
    bookmark,
    error,
    listing,
    object_line,
    wait_for,
)
from tests.read.scripted import answer, refusal

PODS = Query("Pod", "shop")


@dataclass
class Seen:
    """A feed with what it told."""

    feed: Feed
    changes: list[None] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.feed.result(self.feed.query, NOW, frozenset()).objects]

    def wait_for(self, *names: str) -> None:
        wait_for(lambda: self.names == list(names), f"{names}, and saw {self.names}")


@contextmanager
def feeding(server: Watchable, query: Query = PODS, every: float | None = None) -> Iterator[Seen]:
    result = ask(server, query, lambda *_: None)
    changes: list[None] = []
    refused: list[str] = []
    feed = Feed(server, result, every, Lock(), lambda: changes.append(None), refused.append)
    with closing(feed):
        feed.start()
        yield Seen(feed, changes, refused)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pause is made that nothing is learned from."""
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr(module, "POLL", 0.01)


def pods(*versions: int) -> list[bytes]:
    return [object_line("Pod", "ADDED", f"web-{version}", version) for version in versions]


def test_a_list_is_watched_from_its_version() -> None:
    server = Watchable(lambda _: listing("Pod", 5, "web-1"), [Told(pods(6))])
    with feeding(server, replace(PODS, labels="app=web")) as seen:
        seen.wait_for("web-1", "web-6")
    assert len(server.listed) == 1
    path, parameters, accept = server.followed[0]
    assert (path, accept) == ("/api/v1/namespaces/shop/pods", "application/json")
    assert parameters == {
        "watch": "1",
        "allowWatchBookmarks": "true",
        "resourceVersion": "5",
        "labelSelector": "app=web",
    }


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(Told(pods(6), "ends"), id="end"),
        pytest.param(Told(pods(6), "breaks"), id="broken-or-silent"),
        pytest.param(Told([*pods(6), pods(7)[0][:-20]], "ends"), id="half-a-line"),
        pytest.param(Told([*pods(6), error(500)], "ends"), id="an-error"),
    ],
)
def test_a_watch_that_ends_goes_on_from_where_it_was(first: Told) -> None:
    server = Watchable(lambda _: listing("Pod", 5), [first, Told(pods(7))])
    with feeding(server) as seen:
        seen.wait_for("web-6", "web-7")
    assert (len(server.listed), server.versions) == (1, ["5", "6"])


def test_a_bookmark_is_where_it_was() -> None:
    server = Watchable(lambda _: listing("Pod", 5), [Told([bookmark(70)], "ends"), Told(pods(71))])
    with feeding(server) as seen:
        seen.wait_for("web-71")
    assert server.versions == ["5", "70"]
    assert len(seen.changes) == 1


@pytest.mark.parametrize(
    "gone", [pytest.param(Told([error(410)], "ends"), id="as-an-event"), pytest.param(refusal(410), id="as-an-answer")]
)
def test_what_the_server_has_forgotten_is_read_anew(gone: Told | HttpAnswer) -> None:
    lists = iter([listing("Pod", 5, "web-1", "web-2"), listing("Pod", 50, "web-2", "web-3")])
    server = Watchable(lambda _: next(lists), [gone, Told(pods(51))])
    with feeding(server) as seen:
        seen.wait_for("web-2", "web-3", "web-51")
    assert (len(server.listed), server.versions) == (2, ["5", "50"])


def test_what_was_waited_for_is_told_before_what_comes_soon_after_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pause that gathers keeps no change back, and ends with the watching."""
    monkeypatch.setattr(module, "GATHER", 3600.0)
    monkeypatch.setattr(module, "_WAITED", -1.0)
    with feeding(Watchable(lambda _: listing("Pod", 5), [Told(pods(6, 7))])) as seen:
        seen.wait_for("web-6")
        wait_for(lambda: seen.changes, "the change")
    seen.wait_for("web-6", "web-7")


def test_lines_that_are_there_are_taken_without_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GATHER", 3600.0)
    monkeypatch.setattr(module, "_WAITED", 3600.0)
    server = Watchable(lambda _: listing("Pod", 5), [Told(pods(*range(6, 106)))])
    with feeding(server) as seen:
        seen.wait_for(*(f"web-{version}" for version in sorted(range(6, 106), key=str)))


def test_while_the_server_does_not_answer_what_was_known_stays() -> None:
    down = UnreachableError("nobody there")
    looked = Event()

    def afterwards() -> Iterator[bytes]:
        looked.wait(PATIENCE)
        yield from pods(6)

    server = Watchable(lambda _: listing("Pod", 5, "web-1"), [down, down, refusal(503), Told(afterwards())])
    with feeding(server) as seen:
        wait_for(lambda: len(server.followed) == 4, "the fourth watch")
        assert seen.names == ["web-1"]
        looked.set()
        seen.wait_for("web-1", "web-6")
        assert seen.feed.failing_since is None
    assert server.versions == ["5", "5", "5", "5"]


def test_that_it_does_not_answer_is_known() -> None:
    server = Watchable(lambda _: listing("Pod", 5), [UnreachableError("nobody there")])
    with feeding(server) as seen:
        wait_for(lambda: seen.feed.failing_since is not None, "the failure")


def test_pauses_grow() -> None:
    server = Watchable(lambda _: listing("Pod", 5), [Told()])
    with feeding(server) as seen:
        pauses = [seen.feed._backoff() for _ in range(20)]
    assert pauses[0] < 0.01
    assert all(later > earlier for earlier, later in zip(pauses[:5], pauses[2:7], strict=True))
    assert max(pauses) <= module.LONGEST_PAUSE * 1.25


@pytest.mark.parametrize("status", [400, 403, 405])
def test_what_may_not_be_watched_is_read_again_and_again(status: int) -> None:
    lists = [listing("Pod", 5), listing("Pod", 5, "web-1"), listing("Pod", 5, "web-1", "web-2")]
    server = Watchable(lambda _: lists.pop(0) if len(lists) > 1 else lists[0], [refusal(status)])
    with feeding(server) as seen:
        seen.wait_for("web-1", "web-2")
    assert (len(server.followed), seen.refused) == (1, ["pods"])


def test_one_object_is_listed_by_its_name_once_to_know_from_where_to_watch() -> None:
    found = {"kind": "Pod", "metadata": {"name": "web-0", "namespace": "shop", "resourceVersion": "2"}}

    def lists(path: str) -> HttpAnswer:
        return answer(found) if path.endswith("web-0") else listing("Pod", 9)

    server = Watchable(lists, [Told(pods(10))])
    with feeding(server, Query("Pod", "shop", name="web-0")) as seen:
        seen.wait_for("web-10")
    assert server.listed[1][1]["fieldSelector"] == "metadata.name=web-0"
    assert server.followed[0][1]["fieldSelector"] == "metadata.name=web-0"
    assert server.versions == ["9"]


def test_one_object_that_may_be_read_but_not_listed_is_read_again_and_again() -> None:
    versions: Sequence[int] = range(2, 10**6)
    numbers = iter(versions)

    def lists(path: str) -> HttpAnswer:
        if not path.endswith("web-0"):
            return refusal(403)
        name = f"web-{next(numbers)}"
        return HttpAnswer(200, f'{{"kind": "Pod", "metadata": {{"name": "{name}", "namespace": "shop"}}}}'.encode())

    server = Watchable(lists, [Told()])
    with feeding(server, Query("Pod", "shop", name="web-0")) as seen:
        wait_for(lambda: len(seen.changes) > 2, "three changes")
    assert (server.followed, seen.refused) == ([], ["pods"])


def test_a_kind_that_is_not_served_any_more_is_told() -> None:
    lists = [listing("Pod", 5, "web-1"), refusal(404)]
    server = Watchable(lambda _: lists.pop(0) if len(lists) > 1 else lists[0], [refusal(404)])
    with feeding(server) as seen:
        wait_for(lambda: seen.feed.result(PODS, NOW, frozenset()).unread, "the reason")
        unread = seen.feed.result(PODS, NOW, frozenset()).unread
    assert unread is not None
    assert unread.reason == "not-served"


def test_what_hardly_changes_is_asked_for_again() -> None:
    lists = [listing("Pod", 5), listing("Pod", 5, "web-1")]
    server = Watchable(lambda _: lists.pop(0) if len(lists) > 1 else lists[0], [Told()])
    with feeding(server, every=0.01) as seen:
        seen.wait_for("web-1")
    assert server.followed == []


def test_one_that_is_closed_asks_no_more() -> None:
    told = Told()
    server = Watchable(lambda _: listing("Pod", 5), [told])
    with feeding(server):
        wait_for(lambda: server.followed, "the watch")
    assert told.closed.wait(PATIENCE)
    assert len(server.followed) == 1


def test_one_that_is_closed_while_it_asks_ends_what_it_is_answered() -> None:
    told, asked, closed = Told(pods(6)), Event(), Event()

    class Slow(Watchable):
        def follow(self, path: str, parameters: Mapping[str, str], accept: str, silence: float) -> Told | HttpAnswer:
            asked.set()
            closed.wait(PATIENCE)
            return super().follow(path, parameters, accept, silence)

    with feeding(Slow(lambda _: listing("Pod", 5), [told])) as seen:
        assert asked.wait(PATIENCE)
        seen.feed.close()
        closed.set()
        assert told.closed.wait(PATIENCE)
        assert seen.names == []


def test_of_metadata_alone_each_event_has_the_form_of_one_object() -> None:
    nodes = Query("Node", None, metadata_only=True)
    server = Watchable(lambda _: listing("PartialObjectMetadata", 5), [Told()])
    with feeding(server, nodes):
        wait_for(lambda: server.followed, "the watch")
    assert "as=PartialObjectMetadata;" in server.followed[0][2]
    assert "as=PartialObjectMetadataList;" in listed(nodes).accept
