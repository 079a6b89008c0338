"""Keep the objects of one query up to date, in a thread of its own: by a watch, or by asking again where none may be.

A watch ends for many reasons and says little: the server ends it after a while, a load balancer drops it, a laptop
sleeps. It goes on from the version it has come to; what the server has forgotten since is read anew (`410 Gone`).
Source: `k8s.io/client-go/tools/cache/reflector.go`.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from http import HTTPStatus
from threading import Event
from time import monotonic
from typing import Final, Protocol

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.errors import PorttraceError
from kubectl_porttrace.read.cluster.answers import HttpAnswer, Server
from kubectl_porttrace.read.cluster.ask import QueryResult, ask
from kubectl_porttrace.read.cluster.parallel import start_thread
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.watched.events import WatchEndedError, decode_event
from kubectl_porttrace.read.cluster.watched.kept import Kept

SILENCE: Final = 100.0
"""Seconds: servers send a bookmark every minute, so that a watch on which less comes is dead."""

POLL: Final = 2.0
"""Seconds between two reads of what may not be watched."""

FIRST_PAUSE: Final = 0.25
LONGEST_PAUSE: Final = 30.0
_SHORT: Final = 1.0
"""A watch that ends within so many seconds, and told nothing, is not asked for again at once."""

GATHER: Final = 0.1
"""Seconds for what comes soon after a line to come as well: to be woken for each costs three times what they cost."""

_WAITED: Final = 0.002
"""A line that took so many seconds was not there yet. While lines are there they are taken without a pause."""

_UNWATCHABLE: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED})


class Stream(Protocol):
    """Lines that come one by one, until somebody closes them."""

    def __iter__(self) -> Iterator[bytes]:
        """The lines. UnreachableError where the connection breaks."""

    def close(self) -> None:
        """End it, from whatever thread."""


class WatchServer(Server, Protocol):
    """An API server that can be watched."""

    def follow(self, path: str, parameters: Mapping[str, str], accept: str, silence: float) -> "Stream | HttpAnswer":
        """Ask for lines that go on; what the server answers instead where it refuses.

        Raises:
            UnreachableError: no answer came.
        """


class Feed:
    """The objects of one query, kept up to date until it is closed.

    Attributes:
        query: what is asked for.
        failing_since: when the server was last heard, by `monotonic`, where it does not answer; None where it does.
    """

    def __init__(
        self,
        server: WatchServer,
        result: QueryResult,
        every: float | None,
        still: AbstractContextManager[object],
        changed: Callable[[], None],
        refused: Callable[[str], None],
    ) -> None:
        """Begin with what was read.

        Args:
            server: the API server.
            result: what it answered.
            every: after how many seconds to ask again; None to watch.
            still: held while nothing may change.
            changed: told of every change, in the thread that brings it.
            refused: told the resource that may not be watched.
        """
        self.query = result.query
        self.failing_since: float | None = None
        self._server = server
        self._kept = Kept(result)
        self._every = every
        self._changed = changed
        self._refused = refused
        self._still = still
        self._closed = Event()
        self._stream: Stream | None = None
        self._failures = 0

    def start(self) -> None:
        """Begin to watch."""
        start_thread(self._run)

    def close(self) -> None:
        """Watch no more."""
        self._closed.set()
        stream = self._stream
        if stream is not None:
            stream.close()

    def result(self, query: Query, date: datetime, named: frozenset[tuple[str, str, str]]) -> QueryResult:
        """The answer to its query, as if it had been asked now; see `Kept.result`."""
        with self._still:
            return self._kept.result(query, date, named)

    @property
    def kept(self) -> Kept:
        """What is kept; nothing of it changes while `still` is held."""
        return self._kept

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                pause = self._watch() if self._every is None else self._poll(self._every)
            except PorttraceError:
                self.failing_since = self.failing_since or monotonic()
                pause = self._backoff()
            self._closed.wait(pause)

    def _backoff(self) -> float:
        self._failures += 1
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(self._failures - 1, 10))
        return pause * random.uniform(0.75, 1.25)  # noqa: S311 - many clients shall not come back at the same moment

    def _poll(self, every: float) -> float:
        """Wait, and ask again: what was read a moment ago is as good."""
        if not self._closed.wait(every):
            self._take(ask(self._server, replace(self.query, essential=False), _untold))
        return 0.0

    def _watch(self) -> float:
        """Watch until it ends, and return how long to wait before the next."""
        if not self._kept.resource_version and not self._begin():
            return 0.0 if self._every else self._backoff()
        begun = monotonic()
        stream = self._server.follow(*_watching(self.query, self._kept.resource_version), SILENCE)
        if isinstance(stream, HttpAnswer):
            return self._answered(stream)
        self.failing_since = None
        self._stream = stream
        try:
            # Who closed this while the server was still asked could not end a stream that nobody had.
            told = not self._closed.is_set() and self._listen(stream)
        finally:
            stream.close()
        if told:
            self._failures = 0
        return 0.0 if told or monotonic() - begun > _SHORT else self._backoff()

    def _begin(self) -> bool:
        """Read the list whose changes are watched, and say whether it could be."""
        result = ask(self._server, listed(self.query), _untold)
        if result.unread is not None and result.unread.reason == "forbidden" and self.query.name:
            # To read one object may be allowed where lists and watches are not.
            self._poll_from_now_on()
            return False
        self._take(result)
        return result.unread is None

    def _listen(self, stream: Stream) -> bool:
        """Take what comes, and say whether anything did."""
        told = False
        ready = monotonic()
        try:
            for line in stream:
                waited = monotonic() - ready > _WAITED
                event = decode_event(line, self.query)
                told = True
                with self._still:
                    changed = self._kept.apply(event)
                if changed:
                    self._changed()
                if waited:
                    self._closed.wait(GATHER)
                ready = monotonic()
        except WatchEndedError as ended:
            if ended.too_old:
                self._kept.resource_version = ""
                return False
        except msgspec.DecodeError:
            # A line that was cut off: it comes again.
            return False
        return told

    def _answered(self, answer: HttpAnswer) -> float:
        """Go on from what the server answers instead of a watch."""
        if answer.status in _UNWATCHABLE:
            self._poll_from_now_on()
            return 0.0
        if answer.status in {HTTPStatus.GONE, HTTPStatus.NOT_FOUND}:
            self._kept.resource_version = ""
        else:
            self.failing_since = self.failing_since or monotonic()
        return self._backoff()

    def _poll_from_now_on(self) -> None:
        self._every = POLL
        self._refused(self.query.resource)

    def _take(self, result: QueryResult) -> None:
        """Take what was read anew; what could not be for a while stays as it was."""
        if result.unread is not None and result.unread.reason == "error":
            raise PorttraceError(result.unread.message)
        self.failing_since = None
        with self._still:
            changed = self._kept.replace(result)
        if changed:
            self._changed()


def listed(query: Query) -> Query:
    """The list of a query: of one object, that of the objects of its name, which has a version to watch from."""
    if not query.name:
        return replace(query, essential=False)
    return replace(query, name=None, fields=f"metadata.name={query.name}", essential=False)


def _watching(query: Query, resource_version: str) -> tuple[str, dict[str, str], str]:
    """The path, the parameters and the form of the watch on a list."""
    asked = listed(query)
    parameters = {key: value for key, value in asked.parameters.items() if key != "limit"}
    watching = {"watch": "1", "allowWatchBookmarks": "true", "resourceVersion": resource_version}
    # Of what only metadata are used, each event has the form of one object.
    return asked.path, {**watching, **parameters}, replace(asked, name="-").accept


def _untold(_query: Query, _so_far: int, _remaining: int) -> None:
    """Progress that nobody is told of."""
