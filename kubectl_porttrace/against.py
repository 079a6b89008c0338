"""`--against`: the other report, from a file or from the cluster of another context, and what differs from it."""

import os
from abc import ABC, abstractmethod
from contextlib import closing
from pathlib import Path

from msgspec.structs import replace

from kubectl_porttrace.compare.reports import compare
from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.errors import NotFoundError, PorttraceError, UnreadableError
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.options import LIVE, Options
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.files.earlier import earlier
from kubectl_porttrace.read.files.paths import shown_name
from kubectl_porttrace.read.files.recording import recorded_snapshot
from kubectl_porttrace.read.login.flags import ConnectionFlags
from kubectl_porttrace.read.login.kubeconfig import kubeconfig_paths, load_kubeconfig, may_exist
from kubectl_porttrace.report.v1 import Report
from kubectl_porttrace.sessions.cluster import ClusterSession
from kubectl_porttrace.sessions.session import Session

_TAKEN = "-o json > FILE and --save FILE write what it takes"


class OtherSide(ABC):
    """What this run's report is compared with; `name` is what it was asked for by."""

    def __init__(self, name: str) -> None:
        self.name = name

    @abstractmethod
    def report(self, asking: Session, snapshot: Snapshot) -> Report:
        """The report on the same question.

        Args:
            asking: the session of this run.
            snapshot: what this run read.

        Raises:
            PorttraceError: it cannot be had.
        """

    def compared(self, report: Report, asking: Session, snapshot: Snapshot) -> Report:
        """This run's report with what differs in it.

        Raises:
            PorttraceError: the other report cannot be had.
        """
        return replace(report, comparison=compare(self.report(asking, snapshot), report, self.name))


class SavedSide(OtherSide):
    """A report that was printed, or a snapshot that was saved."""

    def __init__(self, name: str, saved: Report | Snapshot) -> None:
        """Take what is in the file."""
        super().__init__(name)
        self._saved = saved

    def report(self, asking: Session, snapshot: Snapshot) -> Report:
        """What was printed as it is; what was saved is asked the same question."""
        del snapshot
        if isinstance(self._saved, Report):
            return self._saved
        return diagnose(self._saved, asking.question, asking.ignored)


class LiveSide(OtherSide):
    """A cluster; connected from the start, so that a name which is none is told before anything is read."""

    def __init__(self, name: str, session: Session) -> None:
        """Take the session on it."""
        super().__init__(name)
        self._session = session

    def report(self, asking: Session, snapshot: Snapshot) -> Report:
        """Read it, and ask the same question; of files only about the namespaces that are in them."""
        session, question = self._session, asking.question
        session.question = question if snapshot.source.type == "cluster" else _where_the_files_are(question, snapshot)
        try:
            with closing(session):
                return session.diagnose(session.settle())
        except PorttraceError as error:
            raise _told(error, self.name) from error


def other_side(options: Options) -> OtherSide:
    """What `--against` names: a file where there is one of that name, else a context.

    Raises:
        PorttraceError: it is neither, or the file holds no report.
    """
    name = options.against or ""
    if may_exist(Path(name)):
        return SavedSide(name, _saved(name))
    return LiveSide(name, _session_on(name, options))


def _saved(path: str) -> Report | Snapshot:
    found = earlier("--against", path, _TAKEN)
    if found.written == "sarif":
        raise UnreadableError(f"{found.title}: what -o sarif writes has findings alone, and no Services", _TAKEN)
    if found.written == "snapshot":
        return recorded_snapshot(found.document, Source("file", files=(shown_name(path),)))
    return found.decoded(Report)


def _session_on(name: str, options: Options) -> Session:
    def of(connection: ConnectionFlags) -> Session:
        return ClusterSession(
            replace(
                options,
                connection=connection,
                files=(),
                demo=None,
                probe=None,
                against=None,
                over_cluster=False,
                quiet=True,
            )
        )

    given = options.connection
    if not load_kubeconfig(kubeconfig_paths(given.kubeconfig, os.environ)).contexts and name != LIVE:
        raise UnreadableError(f'--against "{name}": there is no such file, and the kubeconfig has no contexts', _TAKEN)
    try:
        return of(elsewhere(given, name))
    except NotFoundError as error:
        if name == LIVE and (options.files or options.demo):
            return of(given)
        raise UnreadableError(f'--against "{name}": {_neither(error, name)}', error.hint or _TAKEN) from None
    except PorttraceError as error:
        raise _told(error, name) from error


def elsewhere(given: ConnectionFlags, context: str) -> ConnectionFlags:
    """The flags for another context: what says where a cluster is, or who one is there, is not meant for this one."""
    return ConnectionFlags(
        kubeconfig=given.kubeconfig,
        context=context,
        impersonate=given.impersonate,
        impersonate_groups=given.impersonate_groups,
        impersonate_uid=given.impersonate_uid,
        request_timeout=given.request_timeout,
    )


def _neither(error: NotFoundError, name: str) -> str:
    missing = f'the kubeconfig has no context "{name}"'
    return "there is no such file, and no context of that name" if error.message == missing else error.message


def _told(error: PorttraceError, name: str) -> PorttraceError:
    """The same failure, with the side it is on."""
    return PorttraceError(f"--against {name}: {error.message}", error.hint)


def _where_the_files_are(question: Question, snapshot: Snapshot) -> Question:
    """The question, in the one namespace of the files' Services where they are in one."""
    namespaces = {service.namespace for service in snapshot.services}
    if question.namespace is None and len(namespaces) == 1:
        return replace(question, namespace=namespaces.pop())
    return question
