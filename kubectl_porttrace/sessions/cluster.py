"""A question put to a cluster; what judges and writes the report is imported while the cluster answers."""

import os
import sys
from functools import partial
from typing import TYPE_CHECKING, cast

from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.options import Options
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.parallel import in_background
from kubectl_porttrace.read.cluster.progress import ProgressLine
from kubectl_porttrace.read.cluster.rounds import read_cluster
from kubectl_porttrace.read.login.connection import connect
from kubectl_porttrace.sessions.session import Session, Settled
from kubectl_porttrace.streams import draws_progress, printable, write_error

if TYPE_CHECKING:  # imported where it is tried what listens
    from kubectl_porttrace.probe.probing import Mode


class ClusterSession(Session):
    """A cluster, by way of its API server; connected for as long as the session lasts."""

    def __init__(self, options: Options) -> None:
        """Connect.

        Raises:
            PorttraceError: the options are wrong, or the cluster is not to be found in the kubeconfig.
        """
        super().__init__(options)
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
        if question.whole:
            from kubectl_porttrace.memory import give_back_large_buffers

            give_back_large_buffers()
        wait = in_background(partial(read_cluster, self.connection, self.source, question, self.progress_line()))
        self._prepare()
        return wait()

    def progress_line(self) -> ProgressLine:
        """What tells of every page that comes in; it says nothing where nobody looks, or wants to know."""
        shown = draws_progress() and not self.options.quiet
        return ProgressLine(sys.stderr if shown else None)

    @property
    def source(self) -> Source:
        """What reports are to say of where they come from."""
        return Source("cluster", context=self.connection.context, server=self.connection.url)

    def probe(self, settled: Settled) -> Settled:
        """Have the API server try it."""
        if self.options.probe is None:
            return settled
        from kubectl_porttrace.probe.attempts import PROTOCOLS, with_attempts
        from kubectl_porttrace.sessions.probed import probed
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
        from kubectl_porttrace.checks.catalogue import checks_to_run, import_checks
        from kubectl_porttrace.diagnose import assembly  # noqa: F401 - for the import alone
        from kubectl_porttrace.render import writer

        # Of many Services some are of every kind.
        prepare = checks_to_run if self.question.whole else import_checks
        prepare(advice=self.options.advice)
        writer(self.options.output, compared=self.compares)
