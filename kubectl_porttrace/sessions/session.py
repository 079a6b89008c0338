"""One question put to one source of facts: read, wait until it has settled, diagnose; as often as one likes.

What a session does not use is not imported, and what judges and writes the report is imported while a cluster answers.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from functools import cached_property
from time import monotonic, sleep
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.errors import NotFoundError
from kubectl_porttrace.marking import Marking
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.options import Options
from kubectl_porttrace.question import Question

if TYPE_CHECKING:  # imported where they are used, which is after the first request was sent
    from kubectl_porttrace.diagnose.followed import Followed, Following
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

    @property
    def compares(self) -> bool:
        """Whether the report is to say what differs from another one."""
        return self.options.against is not None

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
        from kubectl_porttrace.render import format_named

        options = self.options
        report = assemble(
            settled.snapshot,
            settled.subjects,
            self.ignored,
            advice=options.advice,
            uses=options.shows_uses,
            brief=format_named(options.output).brief and not self.compares,
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
        """Close what is held open."""

    def _follow(self, snapshot: Snapshot) -> "Following":
        from kubectl_porttrace.diagnose.following import follow

        return follow(snapshot, self.question)

    def _located(self, report: "Report") -> "Report":
        """The report with the places of its findings, where there are files in which they stand."""
        return report


def _ignored(written: tuple[str, ...]) -> frozenset[str]:
    if not written:
        return frozenset()
    from kubectl_porttrace.diagnose.ignores import known_codes

    return known_codes(written)
