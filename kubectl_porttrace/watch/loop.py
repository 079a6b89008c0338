"""The same question, answered again whenever something changed."""

from collections.abc import Iterator
from time import monotonic, sleep, thread_time
from typing import Final, Protocol

import msgspec

from kubectl_porttrace.errors import NotFoundError, PorttraceError
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.read.cluster.progress import ProgressLine
from kubectl_porttrace.report.v1 import Report
from kubectl_porttrace.sessions.session import PATIENCE, Session, Settled
from kubectl_porttrace.watch.pace import REST, Pace

TICK: Final = 0.1
"""Seconds between two moments at which the caller can do something else."""

_SOON: Final = 1.0
"""Seconds to the next look where it is known that something is about to change."""


class Watched(Protocol):
    """What keeps what a question needs up to date."""

    def snapshot(self, progress: ProgressLine) -> Snapshot:
        """What a run would read now. PorttraceError where it could not be read."""

    def wait(self, seconds: float) -> bool:
        """Wait for a change, so many seconds at most, and say whether there is one."""

    @property
    def silent(self) -> bool:
        """Whether the server has not answered for a while."""

    @property
    def between(self) -> bool:
        """Whether one watch is ahead of another, for a moment."""

    @property
    def lingers(self) -> bool:
        """Whether slices still name pods that went a moment ago."""


class Look(msgspec.Struct, frozen=True):
    """What was seen at one moment.

    Attributes:
        report: what was found; None where not even the namespace exists.
        missing: what was asked for and does not exist, in words.
        snapshot: what it rests on.
    """

    report: Report | None
    missing: tuple[str, ...] = ()
    snapshot: Snapshot | None = None


class Looks:
    """Looks at what is watched, as often as it changes."""

    def __init__(self, session: Session, watched: Watched, progress: ProgressLine) -> None:
        """Put the question of a session to what is watched for it."""
        self._session = session
        self._watched = watched
        self._progress = progress
        self._pace = Pace()
        self._drifting_since: float | None = None
        self._looked = False

    def __iter__(self) -> Iterator[Look | None]:
        """A look whenever there is one, and None every tenth of a second between, without end.

        Raises:
            PorttraceError: already the first look fails.
        """
        while True:
            if self._watched.wait(0.0 if not self._looked or self._pace.waiting else TICK):
                self._pace.changed(monotonic())
            look = self._look() if self._pace.due(monotonic(), self._rest) else None
            if look is None and self._pace.waiting:
                # A change that is waited with is known: waiting for one would end at once.
                sleep(TICK)
            yield look

    @property
    def _rest(self) -> float:
        """The seconds to the next look where nothing changes; where something does, they do not count."""
        if self._pace.waiting:
            return REST
        return _SOON if self._drifting_since is not None or self._watched.lingers else REST

    def _look(self) -> Look | None:
        """Look, unless what is known is about to change anyway."""
        if self._looked and self._watched.between:
            self._pace.changed(monotonic())
            return None
        begun = thread_time()
        look = self._seen()
        self._pace.looked(monotonic(), thread_time() - begun)
        self._looked = self._looked or look is not None
        return look

    def _seen(self) -> Look | None:
        try:
            settled = self._session.follow(self._watched.snapshot(self._progress))
        except NotFoundError as error:
            return Look(None, (error.message,))
        except PorttraceError:
            # What was known stays; that the server is silent is told by the watches.
            if not self._looked:
                raise
            return None
        if self._drifts(settled):
            return None
        report = self._session.diagnose(settled)
        return Look(report, tuple(each.message for each in settled.not_found), settled.snapshot)

    def _drifts(self, settled: Settled) -> bool:
        """Whether slices are not what they should be, and not for so long that this has to be told."""
        if not settled.drifting:
            self._drifting_since = None
            return False
        now = monotonic()
        self._drifting_since = self._drifting_since or now
        if now - self._drifting_since < PATIENCE:
            return True
        self._drifting_since = None
        return False
