"""What is watched for a question: each query is asked once, and answered from what its watch tells from then on.

What a question needs is worked out by the same rules as for one run (`queries.py`), against what is known now. What
they ask for anew is read and watched; what they have not asked for in a while is watched no more.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta, timezone
from threading import Event, Lock, RLock
from time import monotonic
from typing import Final

from msgspec.structs import replace

from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.ask import QueryResult
from kubectl_porttrace.read.cluster.discovery import DISCOVERY
from kubectl_porttrace.read.cluster.progress import ProgressLine
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rounds import ask_all, read_cluster
from kubectl_porttrace.read.cluster.watched.feed import Feed, WatchServer

MOST_WATCHED: Final = 48
"""So many watches at most: each is a connection. What is asked for after that is read again now and then."""

OFTEN: Final = 30.0
"""Seconds after which what is not watched for their number, or could not be read, is asked for again."""

SELDOM: Final = 300.0
"""Seconds after which what hardly changes is asked for again: the kinds of the API, large definitions, some nodes."""

UNWANTED: Final = 60.0
"""Seconds after which what nothing asks for any more is watched no more."""

SLOW: Final = 3.0
"""Seconds for which a server may not answer before that is told."""

AHEAD: Final = 2.0
"""Seconds by which one watch may be ahead of another."""

PodKey = tuple[str, str, str]
"""Namespace, name and UID of a pod."""


class Store:
    """The API server as far as a question goes, kept up to date until it is closed."""

    def __init__(self, server: WatchServer, source: Source, question: Question, refused: Callable[[str], None]) -> None:
        """Watch nothing yet.

        Args:
            server: the API server.
            source: what reports are to say of where they come from.
            question: what is asked.
            refused: told once each resource that may not be watched; from any thread.
        """
        self._server = server
        self._source = source
        self._question = question
        self._refused = refused
        self._feeds: dict[Query, Feed] = {}
        self._wanted: dict[Query, float] = {}
        self._told: set[str] = set()
        self._unknown: dict[PodKey, float] = {}
        self._lock = Lock()
        # A look sees one moment: what watches tell meanwhile waits.
        self._still = RLock()
        self._changed = Event()
        self._clock = (datetime.now(timezone.utc), monotonic())

    def snapshot(self, progress: ProgressLine) -> Snapshot:
        """What a run would read now.

        Raises:
            PorttraceError: what is indispensable may not be read, or could not be.
        """
        with self._still:
            self._changed.clear()
            snapshot = read_cluster(self._server, self._source, self._question, progress, self._read)
        self._forget()
        return snapshot

    def wait(self, seconds: float) -> bool:
        """Wait for a change, so many seconds at most, and say whether there is one."""
        return self._changed.wait(seconds)

    def close(self) -> None:
        """Watch nothing any more."""
        for feed in self._feeds.values():
            feed.close()
        self._feeds.clear()

    @property
    def silent(self) -> bool:
        """Whether the server has not answered for a while, so that what is known may be out of date."""
        now = monotonic()
        return any(since is not None and now - since > SLOW for since in (each.failing_since for each in self._all()))

    @property
    def between(self) -> bool:
        """Whether slices name pods that are not known yet: one watch is ahead of another, for a moment."""
        now = monotonic()
        unknown = self._named() - self._known() if self._pod_feeds() else frozenset()
        self._unknown = {place: self._unknown.get(place, now) for place in unknown}
        return any(now - since < AHEAD for since in self._unknown.values())

    @property
    def lingers(self) -> bool:
        """Whether slices still name pods that went a moment ago."""
        return any(map(self._lingering, self._pod_feeds()))

    def _read(self, queries: Iterable[Query], progress: ProgressLine) -> tuple[QueryResult, ...]:
        """Answer the queries of one round: those that are new are asked, the others are known."""
        queries = tuple(queries)
        fresh = [query for query in queries if _same(query) not in self._feeds]
        answered = {result.query: result for result in ask_all(self._server, fresh, progress)}
        for result in answered.values():
            self._note_date(result.date)
            failed = result.unread is not None and result.unread.reason == "error"
            if not failed and not self._confirms(result.query):
                self._watch(result)
        now, date = monotonic(), self._date
        named = self._named() if self.lingers else frozenset()
        for query in queries:
            self._wanted[_same(query)] = now
        return tuple(
            self._feeds[_same(query)].result(query, date, named) if _same(query) in self._feeds else answered[query]
            for query in queries
        )

    def _confirms(self, query: Query) -> bool:
        """Whether a query is to confirm that a pod is gone, all pods of whose namespace are watched: by asking."""
        everything = {Query("Pod", query.namespace), Query("Pod", None)}
        return query.kind == "Pod" and bool(query.name) and not everything.isdisjoint(self._feeds)

    def _watch(self, result: QueryResult) -> None:
        query = _same(result.query)
        feed = Feed(
            self._server,
            replace(result, query=query),
            _every(query, result, len(self._feeds)),
            self._still,
            self._changed.set,
            self._refuse,
        )
        self._feeds[query] = feed
        feed.start()

    def _refuse(self, resource: str) -> None:
        with self._lock:
            new = resource not in self._told
            self._told.add(resource)
        if new:
            self._refused(resource)

    def _forget(self) -> None:
        """Watch no more what nothing has asked for in a while."""
        now = monotonic()
        unwanted = [query for query, at in self._wanted.items() if now - at > UNWANTED]
        for query in unwanted:
            del self._wanted[query]
            feed = self._feeds.pop(query, None)
            if feed is not None:
                feed.close()

    def _note_date(self, date: datetime | None) -> None:
        if date is not None:
            self._clock = (date, monotonic())

    @property
    def _date(self) -> datetime:
        """The server's clock, as far as it is known."""
        date, at = self._clock
        return date + timedelta(seconds=monotonic() - at)

    def _all(self) -> tuple[Feed, ...]:
        return tuple(self._feeds.values())

    def _objects(self, kind: str) -> Iterator[KubernetesObject]:
        for feed in self._all():
            if feed.query.kind == kind and not feed.query.metadata_only:
                with self._still:
                    objects = feed.kept.objects
                yield from objects

    def _named(self) -> frozenset[PodKey]:
        """The pods that slices name."""
        slices = (item for item in self._objects("EndpointSlice") if isinstance(item, EndpointSlice))
        return frozenset(
            (slice_.namespace, endpoint.target_ref.name, endpoint.target_ref.uid)
            for slice_ in slices
            for endpoint in slice_.endpoints
            if endpoint.target_ref is not None and endpoint.target_ref.kind == "Pod"
        )

    def _known(self) -> frozenset[PodKey]:
        """The pods that are there, or went a moment ago."""
        there = {(*pod.key, pod.metadata.uid) for pod in self._objects("Pod")}
        return frozenset(there.union(*map(self._lingering, self._pod_feeds())))

    def _pod_feeds(self) -> list[Feed]:
        return [feed for feed in self._all() if feed.query.kind == "Pod" and not feed.query.metadata_only]

    def _lingering(self, feed: Feed) -> frozenset[PodKey]:
        with self._still:
            return frozenset((*pod.key, pod.metadata.uid) for pod in feed.kept.lingering())


def _same(query: Query) -> Query:
    """The query, whatever for it is asked and how often: its answer is the same."""
    return replace(query, essential=False, again=False)


def _every(query: Query, result: QueryResult, watched: int) -> float | None:
    """After how many seconds to ask a query again; None where it is watched."""
    if query.at_most is not None or query.kind == DISCOVERY.kind or query.api_kind.heavy:
        return SELDOM
    return OFTEN if result.unread is not None or watched >= MOST_WATCHED else None
