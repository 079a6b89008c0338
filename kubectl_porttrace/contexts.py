"""`--context a,b` and `--all-contexts`: one question to several clusters at once.

Threads, and not processes: most of the time of a run goes to waiting for clusters. Of 6 contexts with 1,000 pods each
(`bench.contexts`, `-o json`, two cores that others used as well) one process took 3.4 s of processor time and 121 MB;
two processes with 3 contexts each took 4.8 s and 161 MB, and ended no sooner: 8.4 s in place of 9.0 s.
"""

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from functools import partial
from threading import Lock

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.errors import NotFoundError, PorttraceError, UnreachableError, UsageError
from kubectl_porttrace.options import SEVERAL, Options
from kubectl_porttrace.outcome import FOUND, UNDECIDED, exit_code
from kubectl_porttrace.read.cluster.parallel import in_parallel
from kubectl_porttrace.read.login.client import connection_parts
from kubectl_porttrace.read.login.flags import ConnectionFlags
from kubectl_porttrace.read.login.kubeconfig import Kubeconfig, kubeconfig_paths, load_kubeconfig
from kubectl_porttrace.report.v1 import ContextReport, ContextReports
from kubectl_porttrace.sessions.cluster import ClusterSession
from kubectl_porttrace.sessions.session import Session

WORKERS = 8
"""So many clusters are read at a time; each has requests of its own under way."""

WORST_FIRST = (FOUND, UNDECIDED, 0)
"""The exit codes of contexts that could be looked at."""


class ContextOutcome(msgspec.Struct, frozen=True):
    """What came of one context, and the exit code that a run on it alone would have."""

    context: str
    code: int
    told: ContextReport


def chosen_contexts(options: Options) -> tuple[str, ...]:
    """The contexts that are to be asked, each once; empty where one alone is, as kubectl reads its name.

    Raises:
        PorttraceError: the kubeconfig cannot be read.
        UsageError: --all-contexts has none to ask.
    """
    written = options.connection.context or ""
    if not options.all_contexts and "," not in written:
        return ()
    known = _kubeconfig(options.connection).contexts
    if options.all_contexts:
        if not known:
            raise UsageError("--all-contexts: the kubeconfig has no contexts", "check KUBECONFIG")
        return tuple(sorted(known))
    # A name may hold a comma, and then it is one name.
    return () if written in known else tuple(dict.fromkeys(filter(None, map(str.strip, written.split(",")))))


def check_several(options: Options) -> None:
    """Refuse what is of one cluster alone, or of one report.

    Raises:
        UsageError: a flag that names one cluster or user, or asks for what several clusters do not have.
    """
    if options.output not in SEVERAL:
        raise UsageError(f"-o {options.output} cannot hold several contexts", f"use -o {', '.join(SEVERAL)}")
    flags = options.connection
    of_one = {
        "--cluster": flags.cluster,
        "--user": flags.user,
        "--token": flags.token,
        "--server": flags.server,
        "--certificate-authority": flags.certificate_authority,
        "--client-certificate": flags.client_certificate,
        "--client-key": flags.client_key,
        "--insecure-skip-tls-verify": flags.insecure_skip_tls_verify,
        "--tls-server-name": flags.tls_server_name,
        "--proxy-url": flags.proxy_url,
        "-f": options.files,
        "--demo": options.demo,
        "--save": options.save,
        "--probe": options.probe,
        "--against": options.against,
        "--baseline": options.baseline,
        "-w": options.watch,
        "--until": options.until,
        "--used": options.used,
    }
    given = next((flag for flag, value in of_one.items() if value), None)
    if given is not None:
        raise UsageError(f"{given} is for one context, and several are asked", f"remove {given}, or name one context")


def ask_contexts(options: Options, contexts: Sequence[str]) -> tuple[ContextOutcome, ...]:
    """What the question comes to in each context; that one of them fails keeps nothing from the others.

    Where somebody may be asked for a password, one context logs in at a time.
    """
    # Once, and not in each thread.
    connection_parts()
    asks = sys.stdin is not None and sys.stdin.isatty()
    one_at_a_time = Lock() if asks else None
    tasks = [partial(_ask, options, context, one_at_a_time) for context in contexts]
    return in_parallel(tasks, WORKERS)


def code_of(answers: Sequence[ContextOutcome]) -> int:
    """The worst code of those that could be looked at; 1 where none could."""
    codes = {answer.code for answer in answers}
    return next((code for code in WORST_FIRST if code in codes), PorttraceError.exit_code)


def reports_of(answers: Sequence[ContextOutcome]) -> ContextReports:
    """The document of all of them."""
    return ContextReports(contexts=tuple(answer.told for answer in answers))


def _ask(options: Options, context: str, lock: "Lock | None") -> ContextOutcome:
    alone = replace(options, connection=replace(options.connection, context=context), all_contexts=False, quiet=True)
    try:
        with lock or nullcontext():
            session = ClusterSession(alone)
        with closing(session):
            return _answer(session, context, alone)
    except PorttraceError as error:
        return ContextOutcome(
            context, error.exit_code, ContextReport(context=context, report=None, error=error.message)
        )
    finally:
        # What was read holds references to itself, and the collector is off: 50 clusters would be held at once.
        gc.collect()


def _answer(session: Session, context: str, options: Options) -> ContextOutcome:
    settled = session.settle()
    report = session.diagnose(settled)
    failed = " ".join(error.message for error in settled.not_found) or None
    anything = report.services or report.workloads or report.routes
    code = NotFoundError.exit_code if failed else exit_code(report, session.question, options.fail_on)
    kept = report if anything or not failed else None
    return ContextOutcome(context, code, ContextReport(context=context, report=kept, error=failed))


def errors_of(answers: Sequence[ContextOutcome]) -> Iterator[str]:
    """A line for each context that failed."""
    for answer in answers:
        if answer.told.error is not None:
            yield f"{answer.context}: {answer.told.error}"


def _kubeconfig(flags: ConnectionFlags) -> Kubeconfig:
    found = load_kubeconfig(kubeconfig_paths(flags.kubeconfig, os.environ))
    if not found.files:
        raise UnreachableError("there is no kubeconfig to find contexts in", "set KUBECONFIG or pass --kubeconfig FILE")
    return found
