"""One question put to one source of facts: read, wait until it has settled, diagnose; as often as one likes.

What a session does not use is not imported, and what judges and writes the report is imported while a cluster answers.
"""

import os
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterable
from functools import cached_property, partial
from time import monotonic, sleep
from typing import TYPE_CHECKING, cast

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.errors import NotFoundError
from kubectl_porttrace.marking import Marking
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.options import Options
from kubectl_porttrace.question import Question
from kubectl_porttrace.streams import printable, write_error

if TYPE_CHECKING:  # imported where they are used, which is after the first request was sent
    from kubectl_porttrace.diagnose.following import Followed, Following
    from kubectl_porttrace.probe.probing import Mode
    from kubectl_porttrace.report.v1 import Report

PATIENCE = 3.0
PAUSE = 1.0


class Settled(msgspec.Struct, frozen=True):
    """What was read, and what was asked about, followed; `subjects` can be walked once.

    `not_found` says of each target that does not exist that it does not. `drifting` says that EndpointSlices are not
    what they should be: a moment later they may.
    """

    snapshot: Snapshot
    subjects: "Iterable[Followed]"
    not_found: tuple[NotFoundError, ...] = ()
    drifting: bool = False


class Session(ABC):
    """A source of facts, open until it is closed, and what is asked of it.

    Attributes:
        options: what the command line asks for.
        ignored: the codes that are to be suppressed.
        marking: what the report gets beside what was found.
    """

    def __init__(self, options: Options) -> None:
        """Take what the command line asks for.

        Raises:
            UsageError: a code to be suppressed is none.
            UnreadableError: the baseline cannot be read.
        """
        self.options = options
        self.ignored = _ignored(options.ignore)
        self.marking = Marking(options)

    @cached_property
    def question(self) -> Question:
        """What is asked."""
        asked = self.options
        return Question(
            self.namespace,
            asked.targets,
            asked.labels,
            asked.routes,
            asked.asked_client,
            advice=asked.advice,
            used=asked.used,
        )

    @property
    def namespace(self) -> str | None:
        """Where to look; None for everywhere."""
        return self.options.namespace

    @property
    def live(self) -> bool:
        """Whether what is read may be in motion, so that it is worth another look."""
        return False

    @abstractmethod
    def read(self) -> Snapshot:
        """Read what the question needs, as it is now.

        Raises:
            PorttraceError: it cannot be read.
        """

    def settle(self) -> Settled:
        """Read until EndpointSlices are what they should be, or patience ends, and follow what was asked about.

        Slices, pods and the Service are read one after the other, so that what differs may have changed in between. A
        change of a pod's labels leaves no time behind: even what seems to lag for long may have just begun to.

        Raises:
            PorttraceError: it cannot be read.
        """
        give_up = monotonic() + PATIENCE
        while True:
            settled = self.follow(self.read())
            if not settled.drifting or monotonic() + PAUSE > give_up:
                return settled
            sleep(PAUSE)

    def follow(self, snapshot: Snapshot) -> Settled:
        """Follow what was asked about in what was read."""
        following = self._follow(snapshot)
        subjects = tuple(following.subjects) if self.live else following.subjects
        drifting = self.live and any(followed.subject.drifting for followed in subjects)
        return Settled(snapshot, subjects, following.not_found, drifting)

    def probe(self, settled: Settled) -> Settled:
        """Try what listens where nothing else shows it, if that is asked for, and follow all anew with what comes."""
        return settled

    def diagnose(self, settled: Settled) -> "Report":
        """Say what is wrong with what was followed."""
        from kubectl_porttrace.diagnose.assembly import assemble
        from kubectl_porttrace.diagnose.scope import scope_of

        options = self.options
        report = assemble(
            settled.snapshot, settled.subjects, self.ignored, advice=options.advice, uses=options.shows_uses
        )
        report = replace(report, scope=scope_of(settled.snapshot, self.question, self.ignored))
        return self.marking.marked(report, self._located)

    def compared(self, report: "Report") -> "Report":
        """The report with what differs from the cluster, where files are laid over one; any other as it is."""
        return report

    def shown(self, report: "Report") -> "Report":
        """What of a report is to be shown: all of it."""
        return report

    def close(self) -> None:  # noqa: B027 - most sources hold nothing open
        """Let go of what is held open."""

    def _follow(self, snapshot: Snapshot) -> "Following":
        from kubectl_porttrace.diagnose.following import follow

        return follow(snapshot, self.question)

    def _located(self, report: "Report") -> "Report":
        """The report with the places of its findings, where there are files in which they stand."""
        return report


class ClusterSession(Session):
    """A cluster, by way of its API server; connected for as long as the session lasts."""

    def __init__(self, options: Options) -> None:
        """Connect.

        Raises:
            PorttraceError: the options are wrong, or the cluster is not to be found in the kubeconfig.
        """
        super().__init__(options)
        from kubectl_porttrace.read.login.connection import connect

        self.connection = connect(options.connection, os.environ, sys.stderr)

    @property
    def namespace(self) -> str | None:
        """The one that was asked for, or the context's."""
        return None if self.options.all_namespaces else self.options.namespace or self.connection.namespace

    @property
    def live(self) -> bool:
        """A whole cluster is never quite at rest, so it is not waited for."""
        return self.namespace is not None

    def read(self) -> Snapshot:
        """Read what the question needs."""
        return self.read_for(self.question)

    def read_for(self, question: Question) -> Snapshot:
        """Read from the cluster what a question needs, and import meanwhile what judges and writes."""
        from kubectl_porttrace.read.cluster.parallel import in_background
        from kubectl_porttrace.read.cluster.progress import ProgressLine
        from kubectl_porttrace.read.cluster.rounds import read_cluster

        shown = sys.stderr is not None and sys.stderr.isatty() and not self.options.quiet
        progress = ProgressLine(sys.stderr if shown else None)
        wait = in_background(partial(read_cluster, self.connection, self.source, question, progress))
        self._prepare()
        return wait()

    @property
    def source(self) -> Source:
        """What reports are to say of where they come from."""
        return Source("cluster", context=self.connection.context, server=self.connection.url)

    def probe(self, settled: Settled) -> Settled:
        """Have the API server try it."""
        if self.options.probe is None:
            return settled
        from kubectl_porttrace.probe.facts import PROTOCOLS, with_attempts
        from kubectl_porttrace.probed import probed
        from kubectl_porttrace.trace.listening.wanted import all_wanted

        mode = cast("Mode", self.options.probe)
        followed = tuple(self._follow(settled.snapshot).subjects)
        wanted = tuple(all_wanted(probed(followed, self.question), PROTOCOLS[mode]))

        def say(line: str) -> None:
            if not self.options.quiet:
                write_error(f"{printable(line)}\n")

        snapshot = with_attempts(self.connection, settled.snapshot, wanted, mode, say)
        return Settled(snapshot, self._follow(snapshot).subjects, settled.not_found)

    def close(self) -> None:
        """Close the connections, and remove what was written for them."""
        self.connection.close()

    def _prepare(self) -> None:
        from kubectl_porttrace.checks.catalogue import checks_to_run
        from kubectl_porttrace.diagnose import assembly  # noqa: F401 - for the import alone
        from kubectl_porttrace.render import writer

        checks_to_run(advice=self.options.advice)
        writer(self.options.output, compared=self.options.against is not None)


def open_session(options: Options) -> Session:
    """The session on the source that the options name; it is for the caller to close.

    Raises:
        PorttraceError: a code to be suppressed is none, or the cluster is not to be found in the kubeconfig.
    """
    if options.over_cluster:
        from kubectl_porttrace.over_cluster import OverlaySession

        return OverlaySession(options)
    if options.files or options.demo:
        from kubectl_porttrace.recorded_session import DemoSession, FileSession

        return (FileSession if options.files else DemoSession)(options)
    return ClusterSession(options)


def _ignored(written: tuple[str, ...]) -> frozenset[str]:
    if not written:
        return frozenset()
    from kubectl_porttrace.diagnose.ignores import known_codes

    return known_codes(written)
