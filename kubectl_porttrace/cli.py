"""The command line: what the flags ask for goes to stdout, and failures go to stderr."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import typer
from msgspec.structs import replace

from kubectl_porttrace import __version__
from kubectl_porttrace.command import PlainCommand
from kubectl_porttrace.demos import DEMOS, LIST, SHOP, told
from kubectl_porttrace.errors import NotFoundError, PorttraceError, UsageError
from kubectl_porttrace.flags import HELP, Flags
from kubectl_porttrace.options import LIVE, SCREENS, Options
from kubectl_porttrace.streams import (
    colored,
    on_terminal,
    printable,
    width,
    write_error,
    write_out,
    writes_utf8,
    writing_out,
)

if TYPE_CHECKING:  # imported where something is printed
    from kubectl_porttrace.against import OtherSide
    from kubectl_porttrace.render.screen import Screen
    from kubectl_porttrace.report.v1 import Report

PROGRAM = "kubectl porttrace"

_CONTEXT: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
app = typer.Typer(add_completion=False, rich_markup_mode=None)
app.command(cls=PlainCommand, context_settings=_CONTEXT, help=HELP)(Flags)


def run_command(arguments: Sequence[str]) -> int:
    """Do what the arguments say: the report on stdout, or one sentence and a hint on stderr.

    Returns:
        The exit code: 0, 3 where something was found, 4 where what was asked for is unknown, 1 where it could not run,
        2 where the arguments are wrong.
    """
    for stream in (sys.stdout, sys.stderr):
        # A name that the terminal cannot show must not be what ends the run.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    try:
        with writing_out():
            flags: Flags | int = _main()(args=_spelt_out(arguments), prog_name=PROGRAM, standalone_mode=False)
        # Done here and not within typer, which handles Ctrl-C in its own way. For --help it gives a number.
        return flags if isinstance(flags, int) else _run(flags)
    except PorttraceError as error:
        return _fail(error)
    except typer.TyperException as error:
        return _fail(_usage_error(error))


@cache
def _main() -> Callable[..., Flags | int]:
    """What typer makes of the flags: once in a process, which may run many commands."""
    return typer.main.get_command(app).main


def _spelt_out(arguments: Sequence[str]) -> list[str]:
    """The arguments with a value for `--probe` and `--demo` alone: typer would take the word behind it, a target.

    The name of a demo behind `--demo` is meant as that: no Service of the shop is called so.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    words = ["--probe=proxy" if word == "--probe" and at < end else word for at, word in enumerate(arguments)]
    if "--demo" not in words[:end]:
        return words
    at = words.index("--demo")
    named = words[at + 1 : at + 2] if at + 1 < end and words[at + 1] in (*DEMOS, LIST) else []
    return [*words[:at], f"--demo={named[0] if named else SHOP}", *words[at + 1 + len(named) :]]


def _run(flags: Flags) -> int:
    color = colored() and not flags.no_color
    if flags.demo == LIST:
        _write(told())
        return 0
    if flags.version or flags.list_checks or flags.explain is not None:
        return _print_documentation(flags.explain, version=flags.version, color=color)
    options = flags.options(color=color)
    if options.all_contexts or "," in (options.connection.context or ""):
        from kubectl_porttrace.contexts import chosen_contexts

        if contexts := chosen_contexts(options):
            return _print_contexts(options, contexts)
    return _watch(options) if options.watch or options.until else _print_report(options)


def _watch(options: Options) -> int:
    from kubectl_porttrace.watch.command import Watching

    terminal = on_terminal() and os.environ.get("TERM") != "dumb"
    screen = partial(_screen, options, anywhere=False)
    return Watching(options, screen, partial(_show, options=options), terminal=terminal).run()


def _print_report(options: Options) -> int:
    from kubectl_porttrace.sessions.opening import open_session

    other = _other_side(options)
    with closing(open_session(options)) as session:
        settled = session.probe(session.settle())
        report = session.diagnose(settled)
        compared = other.compared(report, session, settled.snapshot) if other else session.compared(report)
        report = session.shown(compared)
    asked_for = (report.services, report.workloads, report.routes, report.addresses, report.urls)
    found = any(asked_for) or report.comparison is not None
    answered = found or not settled.not_found
    if options.save and answered:
        from kubectl_porttrace.read.files.recording import save

        save(settled.snapshot, options.save)
    from kubectl_porttrace.outcome import exit_code

    if answered:
        _show(report, options)
    for error in settled.not_found:
        _fail(error)
    if settled.not_found:
        return NotFoundError.exit_code
    if not found:
        write_error("no Services found\n")
    return exit_code(report, session.question, options.fail_on)


def _show(report: "Report", options: Options) -> None:
    """The report in its format, and for a workflow its summary as well.

    Of files over a cluster, what they change stands below what there would be.
    """
    from kubectl_porttrace.render import format_named, rendered

    screen = _screen(options, anywhere=bool(report.addresses or report.urls))
    if options.over_cluster and options.output in SCREENS and report.services:
        _give((*rendered(replace(report, comparison=None), options.output, screen), "\n"), options)
    _give(rendered(report, options.output, screen), options)
    if summary := format_named(options.output).summary:
        from kubectl_porttrace.step_summary import add_to_step_summary

        add_to_step_summary(rendered(report, summary, screen))


def _print_contexts(options: Options, contexts: Sequence[str]) -> int:
    """One question to several contexts: their reports together, and a line for each that failed."""
    from kubectl_porttrace.contexts import ask_contexts, check_several, code_of, errors_of, reports_of
    from kubectl_porttrace.render import format_named
    from kubectl_porttrace.render.contexts import parts

    check_several(options)
    answers = ask_contexts(options, contexts)
    screen = replace(_screen(options, anywhere=False), wide=format_named(options.output).wide)
    if any(answer.told.report is not None for answer in answers) or options.output in {"json", "yaml"}:
        write_out(parts(reports_of(answers), options.output, screen))
    for line in errors_of(answers):
        write_error(f"error: {printable(line)}\n")
    return code_of(answers)


def _other_side(options: Options) -> "OtherSide | None":
    """What `--against` names; what compares is imported where it does."""
    if options.against is None or (options.over_cluster and options.against == LIVE):
        return None
    from kubectl_porttrace.against import other_side

    return other_side(options)


def _give(parts: Iterable[str], options: Options) -> None:
    """The report to stdout, or to a browser."""
    if not options.open_page:
        write_out(parts)
        return
    from kubectl_porttrace.opened import open_page

    said = open_page(parts)
    if not options.quiet or not said.shown:
        write_error(f"{said.sentence}\n")


def _screen(options: Options, *, anywhere: bool) -> "Screen":
    """What is looked at; who owns an address may be in any namespace."""
    from kubectl_porttrace.question import ReferrerTarget, UrlTarget
    from kubectl_porttrace.render.screen import Screen

    return Screen(
        width=width(),
        color=options.color,
        headers=options.headers,
        namespaces=options.many_namespaces or anywhere,
        piped=not on_terminal() and "COLUMNS" not in os.environ,
        problems=options.problems,
        everything=options.everything,
        sort_by=options.sort_by,
        flags=options.repeated,
        boxes=writes_utf8(),
        advice=options.advice,
        routes=any(isinstance(target, ReferrerTarget | UrlTarget) for target in options.targets),
    )


def _print_documentation(word: str | None, *, version: bool, color: bool) -> int:
    if version:
        _write(f"{PROGRAM} {__version__}")
        return 0
    from kubectl_porttrace.explain import explain, list_checks

    _write(list_checks(width=width()) if word is None else explain(word, width=width(), color=color))
    return 0


def _write(text: str) -> None:
    write_out([text if text.endswith("\n") or not text else f"{text}\n"])


def _fail(error: PorttraceError) -> int:
    hint = f"hint: {printable(error.hint)}\n" if error.hint else ""
    write_error(f"error: {printable(error.message)}\n{hint}")
    return error.exit_code


def _usage_error(error: typer.TyperException) -> UsageError:
    """What the library says of the arguments, in the form of our own failures."""
    possible: Sequence[str] | None = getattr(error, "possibilities", None)
    message = (error.message if possible else error.format_message()).rstrip(".")
    near = f"did you mean {' or '.join(sorted(possible))}? " if possible else ""
    return UsageError(message[:1].lower() + message[1:], f"{near}{PROGRAM} --help shows what there is")
