"""The flags that say what to follow, and where to read it from: the first groups of the help."""

from typing import Annotated

import msgspec
import typer

from kubectl_porttrace.options import UNTIL


class AskedFlags(msgspec.Struct, frozen=True, kw_only=True):
    """Flags that say what to follow."""

    targets: Annotated[list[str] | None, typer.Argument(metavar="TARGET", hidden=True)] = None
    namespace: Annotated[
        str | None, typer.Option("-n", "--namespace", metavar="NAME", help="Namespace; by default that of the context.")
    ] = None
    all_namespaces: Annotated[bool, typer.Option("-A", "--all-namespaces", help="All Services of the cluster.")] = False
    selector: Annotated[
        str,
        typer.Option(
            "-l", "--selector", metavar="LABELS", help="Only Services with these labels: app=web.", show_default=False
        ),
    ] = ""
    client: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="CLIENT",
            help="Do NetworkPolicies let pod/NAME, deploy/NAME, ns/NAME, a network or outside connect?",
            show_default=False,
        ),
    ] = ""
    header: Annotated[
        list[str] | None,
        typer.Option("--header", metavar="HEADER", help='A header of the request for a URL: "version: two".'),
    ] = None
    method: Annotated[
        str, typer.Option("--method", metavar="METHOD", help="Its method, GET by default.", show_default=False)
    ] = ""
    used: Annotated[
        bool, typer.Option("--used", help="Who uses each port, by its name or number: what a change of it breaks.")
    ] = False
    no_routes: Annotated[
        bool, typer.Option("--no-routes", help="Do not read Ingresses and others that name Services.")
    ] = False


class SourceFlags(AskedFlags, frozen=True, kw_only=True):
    """And flags that say where to read it from, and where to save it."""

    filename: Annotated[
        list[str] | None,
        typer.Option("-f", "--filename", metavar="FILE", help="Read files, folders or - (stdin), not a cluster."),
    ] = None
    recursive: Annotated[
        bool, typer.Option("-R", "--recursive", help="Read the folders of -f and those below them.")
    ] = False
    complete: Annotated[bool, typer.Option("--complete", help="What the files of -f do not hold does not exist.")] = (
        False
    )
    over_cluster: Annotated[
        bool,
        typer.Option("--over-cluster", help="Lay the files of -f over the cluster: what would applying them change?"),
    ] = False
    demo: Annotated[
        str | None,
        typer.Option(metavar="[=NAME]", help="Read a recorded cluster that is included; =list names them."),
    ] = None
    save: Annotated[
        str | None, typer.Option("--save", metavar="FILE", help="Write what was read to a file, for -f.")
    ] = None

    probe: Annotated[
        str | None,
        typer.Option(
            metavar="[=WAY]", help="Try whether something listens; =forward, =proc: another way. See --explain probing."
        ),
    ] = None
    watch: Annotated[
        bool, typer.Option("-w", "--watch", help="Show it again on every change; in a pipe, a line per change.")
    ] = False
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="STATE", help="Wait until all is " + " or ".join(UNTIL) + "; else exit 3."),
    ] = None
    timeout: Annotated[
        str | None, typer.Option("--timeout", metavar="TIME", help="How long --until waits.  [default: 5m]")
    ] = None
