"""What `-w` and `--until` do."""

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Final

from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.options import Options
from kubectl_porttrace.outcome import FOUND
from kubectl_porttrace.read.cluster.watched.store import Store
from kubectl_porttrace.read.login.connection import connect
from kubectl_porttrace.read.login.lasting import Lasting
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Report
from kubectl_porttrace.sessions.cluster import ClusterSession
from kubectl_porttrace.sessions.opening import open_session
from kubectl_porttrace.streams import printable, write_error, write_out
from kubectl_porttrace.watch.goal import unmet
from kubectl_porttrace.watch.loop import Look, Looks
from kubectl_porttrace.watch.shows import Documents, Lines, Notes, Show
from kubectl_porttrace.wording import some

TIMEOUT: Final = 300.0
"""Seconds that `--until` waits where nothing is said of it."""

_GATHER: Final = 1.0
"""Seconds in which refused watches are gathered, to be told in one sentence."""


class Watching:
    """One run of `-w` or `--until`."""

    def __init__(
        self, options: Options, screen: Callable[[], Screen], print_report: Callable[[Report], None], *, terminal: bool
    ) -> None:
        """Take what was asked for.

        Args:
            options: the command line.
            screen: what is looked at, as it is at the moment.
            print_report: prints a report as a run that does not watch does.
            terminal: whether the output is a terminal that can be drawn on.
        """
        self._options = options
        self._screen = screen
        self._print = print_report
        self._redraws = terminal and options.watch and options.output != "json"
        self._routes = screen().routes
        self._refused: deque[str] = deque()
        self._noted: set[str] = set()
        self._began = monotonic()
        self._last: Look | None = None

    def run(self) -> int:
        """Watch, until what was waited for is so, or for ever.

        Returns:
            The exit code: 0 where it is so, 3 where it is not in time.

        Raises:
            PorttraceError: it cannot be read at all.
        """
        # A run of seconds needs no collector, and switches it off.
        gc.enable()
        show = self._show()
        try:
            with closing(open_session(self._options)) as session:
                if not isinstance(session, ClusterSession):
                    raise UsageError("only a cluster can be watched", "remove -w or --until")
                with closing(_store(session, self._refused.append)) as store:
                    looks = Looks(session, store, session.progress_line())
                    left = self._follow(show, looks, lambda: store.silent)
        finally:
            show.close()
        return self._end(left)

    def _show(self) -> Show:
        options = self._options
        complain = _nothing if options.quiet else write_error
        if self._redraws:
            from kubectl_porttrace.watch.redrawn import Redrawn

            return Redrawn(options.output, self._screen, routes=self._routes, selected=bool(options.selector))
        if options.watch and options.output == "json":
            return Documents(_out, complain)
        if options.watch or not options.quiet:
            # Without -w the report comes at the end, and until then what happens is told beside it.
            write = _out if options.watch else complain
            return self._lines(write, complain)
        return Notes(complain)

    def _lines(self, write: Callable[[str], None], complain: Callable[[str], None]) -> Lines:
        options = self._options
        if options.watch and options.used:
            raise UsageError(
                "--used is not told in the lines that -w writes where its output is no terminal",
                "use -o json, or look once, without -w",
            )
        return Lines(write, complain, routes=self._routes, selected=bool(options.selector), problems=options.problems)

    def _follow(self, show: Show, looks: Iterable[Look | None], silent: Callable[[], bool]) -> tuple[str, ...]:
        """Show every look; return what is left to wait for, once there is nothing or the time is over."""
        left: tuple[str, ...] = ()
        for look in looks:
            at = datetime.now().astimezone()
            if look is not None:
                self._last = look
                show.look(look, at)
                left = self._left(look)
            self._tell(show, look, at, silent=silent())
            if self._options.until and ((self._last and not left) or self._over):
                break
            show.tick()
        return left

    @property
    def _over(self) -> bool:
        limit = TIMEOUT if self._options.timeout is None else self._options.timeout
        return self._last is not None and monotonic() - self._began >= limit

    def _left(self, look: Look) -> tuple[str, ...]:
        if not self._options.until:
            return ()
        found: tuple[str, ...] = ()
        if look.report is not None and not look.missing:
            found = tuple(unmet(look.report, self._options.until, self._options.fail_on, routes=self._routes))
        return (*look.missing, *found)

    def _tell(self, show: Show, look: Look | None, at: datetime, *, silent: bool) -> None:
        """Say once what a person has to know of the watching: what does not exist, who is silent, what is polled."""
        if look is not None and not self._redraws:
            report = look.report
            nothing = report is not None and not (report.services or report.routes or report.workloads)
            said = look.missing or (("no Services found",) if nothing else ())
            for each in said:
                self._once(show, f"{each}; waiting for it", at)
        if silent != ("silent" in self._noted):
            (self._noted.add if silent else self._noted.discard)("silent")
            words = "the API server does not answer: what is shown is what was known before"
            show.note(words if silent else "" if self._redraws else "the API server answers again", at)
        if self._refused and monotonic() - self._began > _GATHER and "refused" not in self._noted:
            self._noted.add("refused")
            resources = sorted(set(self._refused))
            words = f"{some(resources)} may not be watched, and are read every 2 s instead"
            write_error(f"{words}\n") if not self._redraws else show.note(words, at)

    def _once(self, show: Show, sentence: str, at: datetime) -> None:
        if sentence not in self._noted:
            self._noted.add(sentence)
            show.note(sentence, at)

    def _end(self, left: tuple[str, ...]) -> int:
        """Show the last state, and say what is left to wait for."""
        options, last = self._options, self._last
        if last is not None and last.report is not None and (self._redraws or not options.watch):
            self._print(last.report)
        if last is not None and last.snapshot is not None and options.save:
            from kubectl_porttrace.read.files.recording import save

            save(last.snapshot, options.save)
        if left:
            write_error(f"error: not {options.until} in time: {printable(some(left))}\n")
        return FOUND if left else 0


def _store(session: ClusterSession, refused: Callable[[str], None]) -> Store:
    """What the question of a session needs, kept up to date."""
    options = session.options
    server = Lasting(session.connection, partial(connect, options.connection, os.environ))
    return Store(server, session.source, session.question, refused)


def _out(text: str) -> None:
    write_out([text])


def _nothing(_text: str) -> None:
    """What --quiet says."""
