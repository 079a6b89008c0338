"""One run: read from whatever source was asked for, and diagnose.

What a run does not use is not imported, and what judges and writes the report is imported while a cluster answers.
"""

import os
import sys
from collections.abc import Callable
from time import monotonic, sleep

import msgspec

from kubectl_porttrace.errors import NotFoundError
from kubectl_porttrace.findings import SEVERITIES
from kubectl_porttrace.model.snapshot import Snapshot, Source
from kubectl_porttrace.options import Options
from kubectl_porttrace.report.v1 import Report
from kubectl_porttrace.target import choose

PATIENCE = 3.0
PAUSE = 1.0

SLICES_LAG = "PTE13"
"""The finding that the slices are not what they should be, though nothing is known to have changed."""

FOUND = 3
"""The exit code where something was found that `--fail-on` asks about."""


class Reading(msgspec.Struct, frozen=True):
    """Where the facts come from: read again, they may have changed. `namespace` is None for all of them.

    `remote` says that reading is mostly waiting, `live` that it is worth another look where things are in motion.
    """

    namespace: str | None
    read: Callable[[], Snapshot]
    remote: bool = False
    live: bool = False
    close: Callable[[], None] = lambda: None

    def begin(self) -> Callable[[], Snapshot]:
        """Begin to read, and return what waits for the end of it."""
        if not self.remote:
            return self.read
        from kubectl_porttrace.read.cluster.parallel import in_background

        return in_background(self.read)


class Answer(msgspec.Struct, frozen=True):
    """The report on what exists, and of each target that does not exist that it does not."""

    report: Report
    not_found: tuple[NotFoundError, ...] = ()


def report_on(options: Options) -> Answer:
    """Read what was asked about, and say what is wrong with it.

    Where the cluster has yet to catch up with a change, it is given a few seconds. As with kubectl, one target that
    does not exist keeps nothing from being said of the others.

    Raises:
        PorttraceError: it cannot be read.
    """
    _check_codes(options)
    reading = _reading(options)
    try:
        snapshot, answer = _settled(reading, options)
    finally:
        reading.close()
    if options.save and (answer.report.services or not answer.not_found):
        _save(snapshot, options.save)
    return answer


def _check_codes(options: Options) -> None:
    if options.ignore:
        from kubectl_porttrace.diagnose.ignores import known_codes

        known_codes(options.ignore)


def _settled(reading: Reading, options: Options) -> tuple[Snapshot, Answer]:
    give_up = monotonic() + PATIENCE
    while True:
        snapshot_read = reading.begin()
        judge = _judge(options)
        snapshot = snapshot_read()
        answer = judge(snapshot, reading.namespace)
        if not (reading.live and _unsettled(answer.report)) or monotonic() + PAUSE > give_up:
            return snapshot, answer
        sleep(PAUSE)


def _judge(options: Options) -> Callable[[Snapshot, str | None], Answer]:
    """What makes a report of a snapshot; all that it and the report's format need is imported by now."""
    from kubectl_porttrace.diagnose.ignores import known_codes
    from kubectl_porttrace.diagnose.report import diagnose
    from kubectl_porttrace.render import writer

    ignored = known_codes(options.ignore)
    writer(options.output)

    def judge(snapshot: Snapshot, namespace: str | None) -> Answer:
        chosen = choose(snapshot, options.targets, namespace, options.labels)
        return Answer(diagnose(snapshot, chosen.services, ignored, chosen.ports), chosen.not_found)

    return judge


def _unsettled(report: Report) -> bool:
    """Whether slices differ from what they should be, by what was read one after the other: another look may tell.

    A change of a pod's labels leaves no time behind, so even what seems to lag for long may have just changed.
    """
    lagging = any(finding.code == SLICES_LAG for finding in report.findings)
    return lagging or any(service.converging for service in report.services)


def exit_code(report: Report, fail_on: str) -> int:
    """3 where there is a finding at least as bad as `--fail-on` says, else 0."""
    if fail_on == "never":
        return 0
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
    return FOUND if any(finding.severity in grave for finding in report.findings) else 0


def _reading(options: Options) -> Reading:
    if options.files:
        from kubectl_porttrace.read.files.manifests import read_files

        def files() -> Snapshot:
            namespace = options.namespace or "default"
            return read_files(options.files, recursive=options.recursive, namespace=namespace, stdin=sys.stdin.buffer)

        return Reading(options.namespace, files)
    if options.demo:
        from kubectl_porttrace.read.demo import read_demo

        return Reading(options.namespace, read_demo)
    return _cluster(options)


def _cluster(options: Options) -> Reading:
    from kubectl_porttrace.read.cluster.progress import ProgressLine
    from kubectl_porttrace.read.cluster.rounds import read_cluster
    from kubectl_porttrace.read.cluster.scope import Scope
    from kubectl_porttrace.read.login.connection import connect

    connection = connect(options.connection, os.environ)
    namespace = None if options.all_namespaces else options.namespace or connection.namespace
    names = tuple(dict.fromkeys(target.name for target in options.targets))
    scope = Scope(namespace, names, options.selector)
    source = Source("cluster", context=connection.context, server=connection.url)
    terminal = sys.stderr if sys.stderr.isatty() else None
    # The whole cluster is never quite at rest, so it is not waited for.
    return Reading(
        namespace,
        lambda: read_cluster(connection, source, scope, ProgressLine(terminal)),
        remote=True,
        live=namespace is not None,
        close=connection.close,
    )


def _save(snapshot: Snapshot, path: str) -> None:
    from kubectl_porttrace.read.files.recording import save

    save(snapshot, path)
