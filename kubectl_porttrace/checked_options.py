"""What flags and targets mean together: understood, or what is wrong with them."""

import re

from msgspec.structs import replace

from kubectl_porttrace.client import parse_client
from kubectl_porttrace.demos import DEMOS, no_such_demo
from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.options import (
    COMPARED,
    FAIL_ON,
    GATES,
    OUTPUTS,
    PAGE,
    PROBES,
    SORT_BY,
    SORT_PATHS,
    UNTIL,
    USED_OUTPUTS,
    WATCHED_OUTPUTS,
    WIDE,
    Options,
)
from kubectl_porttrace.question import AddressTarget, ReferrerTarget, ServiceTarget, UrlTarget
from kubectl_porttrace.selector import parse_selector
from kubectl_porttrace.target import is_name, parse_targets, requested


def checked(options: Options, targets: tuple[str, ...]) -> Options:
    """The options with their targets and selector understood.

    Raises:
        UsageError: they contradict each other, or one of them is not understood.
    """
    _one_of("--output", options.output, OUTPUTS)
    if options.open_page and options.output != PAGE:
        raise UsageError(f"--open shows {PAGE}, so it cannot be used with -o {options.output}", "use only one of them")
    _one_of("--fail-on", options.fail_on, FAIL_ON)
    if options.probe is not None:
        _one_of("--probe", options.probe, PROBES)
    _check_not_empty(options)
    _check_source(options)
    if options.watch or options.until is not None or options.timeout is not None:
        _check_watch(options)
    if options.problems and options.everything:
        raise UsageError(
            "--problems (no healthy Services) and --all (all Services) exclude each other", "use only one of them"
        )
    if options.all_namespaces and options.namespace is not None:
        raise UsageError("-A (all namespaces) and -n (one namespace) exclude each other", "use only one of them")
    if options.namespace is not None and not is_name(options.namespace):
        raise UsageError(f'"{options.namespace}" is not a namespace name', "kubectl get namespaces shows them")
    if targets and options.all_namespaces:
        raise UsageError("-A cannot be used with a Service name", "use -n NAMESPACE in place of -A")
    if targets and options.selector:
        raise UsageError("-l cannot be used with a Service name", "use only one of them")
    asked_client = parse_client(options.client) if options.client else None
    understood = replace(
        options,
        targets=requested(parse_targets(targets), options.header, options.method),
        labels=parse_selector(options.selector),
        sort_by=_order(options.sort_by),
    )
    understood = replace(understood, asked_client=asked_client, shows_uses=_shows_uses(understood))
    return _comparable(_without_routes(understood))


def _without_routes(options: Options) -> Options:
    asked = next((target for target in options.targets if isinstance(target, ReferrerTarget)), None)
    if asked is not None and not options.routes:
        raise UsageError(f"--no-routes leaves out what was asked for: {asked.kind} {asked.name}", "remove --no-routes")
    return options


def _comparable(options: Options) -> Options:
    """What is to be compared can be: Services and what names them, in a format that holds it."""
    if options.against is None:
        return options
    if options.output not in COMPARED:
        only_new = f"; with --baseline FILE -o {options.output} fails on what is new" if options.output in GATES else ""
        raise UsageError(
            f"-o {options.output} cannot show what --against finds", f"use -o {', '.join(COMPARED)}{only_new}"
        )
    if options.baseline is not None:
        raise UsageError("--baseline and --against both say what is new", "use only one of them")
    looked_up = next((each for each in options.targets if isinstance(each, AddressTarget | UrlTarget)), None)
    if looked_up is not None:
        raise UsageError(
            f"--against compares Services and routes, and {looked_up.written} is an address", "ask for a Service"
        )
    return options


def _shows_uses(options: Options) -> bool:
    """Whether it is told who uses each port: where that is asked, and of Services with all there is to tell.

    Raises:
        UsageError: it is asked for what it cannot be told of.
    """
    services = all(isinstance(each, ServiceTarget | AddressTarget) for each in options.targets) and options.targets
    if not options.used:
        return options.output == WIDE and options.routes and bool(services)
    if not services:
        raise UsageError("--used is about Services that are asked for by name", "kubectl porttrace SERVICE --used")
    if not options.routes:
        raise UsageError("--no-routes leaves out who uses a port", "use only one of --used and --no-routes")
    if options.output not in USED_OUTPUTS:
        raise UsageError(f"-o {options.output} does not tell who uses a port", f"use -o {', '.join(USED_OUTPUTS)}")
    return True


def _one_of(flag: str, given: str, possible: tuple[str, ...]) -> None:
    if given not in possible:
        raise UsageError(f'{flag} cannot be "{given}"', f"it is one of: {', '.join(possible)}")


def _order(given: str) -> str:
    """The order that is meant: one of ours, or a field that kubectl's --sort-by takes.

    With or without braces and the first dot, as `k8s.io/kubectl/pkg/cmd/get/customcolumn.go:RelaxedJSONPathExpression`
    reads it.
    """
    field = re.fullmatch(r"\{\.?([^{}]+)\}|\.?([^{}]+)", given)
    order = SORT_PATHS.get(field[1] or field[2], given) if field else given
    if order not in SORT_BY:
        fields = ", ".join(f".{path}" for path in SORT_PATHS)
        raise UsageError(f'--sort-by cannot be "{given}"', f"it is one of: {', '.join(SORT_BY)}; or a field: {fields}")
    return order


def _check_watch(options: Options) -> None:
    flag = "-w" if options.watch else "--until"
    once = "--over-cluster" if options.over_cluster else "--against" if options.against is not None else ""
    if once:
        raise UsageError(f"{flag} looks on and on, and {once} compares once", f"remove {flag} or {once}")
    if options.until is None and options.timeout is not None:
        raise UsageError("--timeout is how long --until waits, and needs it", "pass --until wired --timeout 5m")
    if options.until is not None:
        _one_of("--until", options.until, UNTIL)
    if options.files or options.demo:
        source = "-f reads files" if options.files else "--demo reads a recording"
        raise UsageError(f"{source}, which never change, so there is nothing to watch", f"remove {flag}")
    if options.probe is not None:
        raise UsageError(f"--probe tries once, so it cannot be used with {flag}", "use only one of them")
    if options.watch and options.output not in WATCHED_OUTPUTS:
        raise UsageError(
            f"-w cannot show -o {options.output} again and again", f"it is one of: {', '.join(WATCHED_OUTPUTS)}"
        )
    if options.watch and options.until is None and options.save is not None:
        raise UsageError("--save writes one state, and -w has many", "use --until with --save, or remove one of them")


def _check_not_empty(options: Options) -> None:
    files = {"-f": options.files, "--save": (options.save,), "--baseline": (options.baseline,)}
    empty = [f"{flag} names no file" for flag, given in files.items() if "" in given]
    if options.against == "":
        empty.append("--against names nothing")
    if empty:
        raise UsageError(f"{empty[0]}: its value is empty", "is a variable of the command line not set?")


def _check_source(options: Options) -> None:
    if options.files and options.demo:
        raise UsageError("-f (files) and --demo (the included recording) exclude each other", "use only one of them")
    if options.over_cluster:
        _check_overlay(options)
    else:
        _check_no_cluster(options)
    if options.demo is not None and options.demo not in DEMOS:
        raise no_such_demo(options.demo)
    if options.recursive and not options.files:
        raise UsageError("-R needs -f", "pass -f DIRECTORY -R")
    if options.complete and not options.files:
        raise UsageError("--complete is about files, and needs -f", "pass -f DIRECTORY --complete")


def _check_no_cluster(options: Options) -> None:
    """Where no cluster is asked, nothing can be probed, and no connection flag means anything."""
    if options.all_contexts and options.connection.context:
        raise UsageError("--context and --all-contexts exclude each other", "use only one of them")
    if (options.files or options.demo) and options.probe is not None:
        source = "-f reads files" if options.files else "--demo reads a recording"
        raise UsageError(f"{source}, so there is nothing to probe", "remove --probe; --save keeps what it found")
    if (options.files or options.demo) and options.connection.given and options.against is None:
        source = "-f reads files" if options.files else "--demo reads a recording"
        raise UsageError(f"{source}, so there is no cluster to connect to", "remove the connection flags")


def _check_overlay(options: Options) -> None:
    """Files that are laid over a cluster: what is not there yet can be neither probed nor recorded."""
    if not options.files:
        raise UsageError("--over-cluster lays files over the cluster, and needs -f", "pass -f DIRECTORY --over-cluster")
    foresees_none = ("--probe", options.probe), ("--save", options.save), ("--complete", options.complete)
    for flag, given in (*foresees_none, ("--baseline", options.baseline)):
        if given:
            raise UsageError(f"{flag} cannot be used with --over-cluster, which foresees", f"remove {flag}")
    if options.selector:
        raise UsageError("-l cannot be used with --over-cluster, which shows what the files change", "remove -l")
    if options.output not in COMPARED:
        raise UsageError(f"-o {options.output} cannot show what --over-cluster finds", f"use -o {', '.join(COMPARED)}")
