"""The command line: flags become Options, what comes of them goes to stdout, and failures to stderr."""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from shutil import get_terminal_size
from typing import Annotated, Any

import typer

from kubectl_porttrace import __version__
from kubectl_porttrace.command import PlainCommand
from kubectl_porttrace.errors import NotFoundError, PorttraceError, UsageError
from kubectl_porttrace.options import FAIL_ON, OUTPUTS, SORT_BY, Options, checked
from kubectl_porttrace.read.login.flags import ConnectionFlags, parse_timeout
from kubectl_porttrace.streams import printable, write_error, write_out, writing_out

PROGRAM = "kubectl porttrace"
WIDTH_OF_A_PIPE = 120

_CONTEXT: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
app = typer.Typer(add_completion=False, rich_markup_mode=None)


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
    command = typer.main.get_command(app)
    try:
        with writing_out():
            wanted = command.main(args=list(arguments), prog_name=PROGRAM, standalone_mode=False)
        # Called here and not within typer, which handles Ctrl-C in its own way. For --help it gives a number.
        code: int = wanted() if callable(wanted) else wanted
    except PorttraceError as error:
        return _fail(error)
    except typer.TyperException as error:
        return _fail(_usage_error(error))
    return code


@app.command(cls=PlainCommand, context_settings=_CONTEXT)
def porttrace(
    targets: Annotated[list[str] | None, typer.Argument(metavar="TARGET", hidden=True)] = None,
    *,
    namespace: Annotated[
        str | None, typer.Option("-n", "--namespace", metavar="NAME", help="Namespace; by default that of the context.")
    ] = None,
    all_namespaces: Annotated[
        bool, typer.Option("-A", "--all-namespaces", help="All Services of the cluster.")
    ] = False,
    selector: Annotated[
        str,
        typer.Option(
            "-l", "--selector", metavar="LABELS", help="Only Services with these labels: app=web.", show_default=False
        ),
    ] = "",
    filename: Annotated[
        list[str] | None,
        typer.Option("-f", "--filename", metavar="FILE", help="Read files, folders or - (stdin), not a cluster."),
    ] = None,
    recursive: Annotated[
        bool, typer.Option("-R", "--recursive", help="Read the folders of -f and those below them.")
    ] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Read the recorded cluster that is included.")] = False,
    save: Annotated[
        str | None, typer.Option("--save", metavar="FILE", help="Write what was read to a file, for -f.")
    ] = None,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FORMAT", help="One of: " + ", ".join(OUTPUTS) + ".")
    ] = OUTPUTS[0],
    problems: Annotated[bool, typer.Option("--problems", help="List only Services with a problem.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="List healthy Services too, even many.")] = False,
    sort_by: Annotated[
        str, typer.Option("--sort-by", metavar="ORDER", help="One of: " + ", ".join(SORT_BY) + ".")
    ] = SORT_BY[0],
    no_headers: Annotated[bool, typer.Option("--no-headers", help="Print no column headers.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="Print no colours.")] = False,
    fail_on: Annotated[
        str,
        typer.Option("--fail-on", metavar="LEVEL", help="Lowest severity that exits 3: " + ", ".join(FAIL_ON) + "."),
    ] = "error",
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="CODE", help="Leave out findings with this code.")
    ] = None,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="WORD", help="Explain a code, or a word such as targetPort.")
    ] = None,
    list_checks: Annotated[bool, typer.Option("--list-checks", help="List all codes.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    kubeconfig: Annotated[str | None, typer.Option(metavar="FILE", help="Kubeconfig file.")] = None,
    context: Annotated[str | None, typer.Option(metavar="NAME", help="Context in the kubeconfig.")] = None,
    cluster: Annotated[str | None, typer.Option(metavar="NAME", help="Cluster in the kubeconfig.")] = None,
    user: Annotated[str | None, typer.Option(metavar="NAME", help="User in the kubeconfig.")] = None,
    impersonate: Annotated[str | None, typer.Option("--as", metavar="USER", help="Impersonate this user.")] = None,
    impersonate_group: Annotated[
        list[str] | None, typer.Option("--as-group", metavar="GROUP", help="Impersonate this group.")
    ] = None,
    impersonate_uid: Annotated[
        str | None, typer.Option("--as-uid", metavar="UID", help="Impersonate this UID.")
    ] = None,
    token: Annotated[str | None, typer.Option(metavar="TOKEN", help="Bearer token.")] = None,
    server: Annotated[str | None, typer.Option("-s", "--server", metavar="URL", help="URL of the API server.")] = None,
    certificate_authority: Annotated[
        str | None, typer.Option(metavar="FILE", help="CA file for the server's certificate.")
    ] = None,
    client_certificate: Annotated[str | None, typer.Option(metavar="FILE", help="Client certificate file.")] = None,
    client_key: Annotated[str | None, typer.Option(metavar="FILE", help="Client key file.")] = None,
    insecure_skip_tls_verify: Annotated[
        bool, typer.Option("--insecure-skip-tls-verify", help="Do not check the server's certificate.")
    ] = False,
    tls_server_name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Host name to expect in the server's certificate.")
    ] = None,
    proxy_url: Annotated[str | None, typer.Option(metavar="URL", help="Proxy to use for the server.")] = None,
    request_timeout: Annotated[
        str | None, typer.Option(metavar="TIME", help="Time limit of a request: 5s, 1m; 0 for none.")
    ] = None,
) -> Callable[[], int]:
    """Follow every port of a Service to its containers, and say which step breaks, why, and what to change.

    TARGET is a Service or one of its ports: web, svc/web, svc web, web:http, web:80, web:53/UDP; or a pod or workload:
    pod/web-0, deploy/web. Without a TARGET, all Services of the namespace are followed. Nothing is ever changed.

    Exit codes: 0 no problem found; 1 could not run; 2 wrong command line; 3 problem found; 4 the target is unknown
    because something may not be read.
    """
    color = _colored() and not no_color
    if version or list_checks or explain is not None:
        return partial(_print_documentation, explain, version=version, color=color)
    connection = ConnectionFlags(
        kubeconfig=kubeconfig,
        context=context,
        cluster=cluster,
        user=user,
        impersonate=impersonate,
        impersonate_groups=tuple(impersonate_group or ()),
        impersonate_uid=impersonate_uid,
        token=token,
        server=server,
        certificate_authority=certificate_authority,
        client_certificate=client_certificate,
        client_key=client_key,
        insecure_skip_tls_verify=insecure_skip_tls_verify,
        tls_server_name=tls_server_name,
        proxy_url=proxy_url,
        request_timeout=parse_timeout(request_timeout) if request_timeout is not None else None,
    )
    options = Options(
        namespace=namespace,
        all_namespaces=all_namespaces,
        selector=selector,
        files=tuple(filename or ()),
        recursive=recursive,
        demo=demo,
        output=output,
        headers=not no_headers,
        color=color,
        problems=problems,
        everything=everything,
        sort_by=sort_by,
        fail_on=fail_on,
        ignore=tuple(ignore or ()),
        save=save,
        connection=connection,
    )
    return partial(_print_report, checked(options, tuple(targets or ())))


def _print_report(options: Options) -> int:
    from kubectl_porttrace.session import open_session

    with closing(open_session(options)) as session:
        settled = session.settle()
        report = session.diagnose(settled)
    answered = bool(report.services or report.workloads) or not settled.not_found
    if options.save and answered:
        from kubectl_porttrace.read.files.recording import save

        save(settled.snapshot, options.save)
    from kubectl_porttrace.outcome import exit_code
    from kubectl_porttrace.render import render

    if answered:
        text = render(
            report,
            options.output,
            width=_width(),
            color=options.color,
            headers=options.headers,
            namespaces=options.many_namespaces,
            piped=not _on_terminal() and "COLUMNS" not in os.environ,
            problems=options.problems,
            everything=options.everything,
            sort_by=options.sort_by,
        )
        _write(text)
    for error in settled.not_found:
        _fail(error)
    if settled.not_found:
        return NotFoundError.exit_code
    if not report.services and not report.workloads:
        write_error("no Services found\n")
    return exit_code(report, session.question, options.fail_on)


def _print_documentation(word: str | None, *, version: bool, color: bool) -> int:
    if version:
        _write(f"{PROGRAM} {__version__}")
        return 0
    from kubectl_porttrace.explain import explain, list_checks

    _write(list_checks(width=_width()) if word is None else explain(word, width=_width(), color=color))
    return 0


def _write(text: str) -> None:
    write_out(text if text.endswith("\n") or not text else f"{text}\n")


def _width() -> int:
    """The terminal's columns; COLUMNS where it is set; what is piped may be wider than the usual terminal."""
    return get_terminal_size((WIDTH_OF_A_PIPE, 24)).columns


def _colored() -> bool:
    return _on_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


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
