"""What is offered for the word under completion."""

from collections.abc import Iterable, Mapping, Sequence

from kubectl_porttrace.complete.flags import known_flags
from kubectl_porttrace.complete.protocol import Candidate, Offered, starting_with
from kubectl_porttrace.complete.values import DEMO_NAMES, LEVELS, ORDERS, OUTPUTS, STATES, WAYS, remaining
from kubectl_porttrace.complete.words import CommandLine, understood
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.target import is_name

# With these there is no target: they ask for all Services, for those of labels, or for something else altogether.
_TARGETLESS = ("all_namespaces", "selector", "explain", "list_checks", "version", "help")


def answer(words: Sequence[str], environ: Mapping[str, str]) -> Offered:
    """What may stand in place of the last word.

    Args:
        words: what stands behind `kubectl porttrace`, up to the cursor; the last is empty behind a blank.
        environ: the environment, which may name a kubeconfig.

    Raises:
        PorttraceError: what has to be asked for it does not answer.
    """
    flags = known_flags()
    line = understood(words, flags)
    if line.subject == "flag":
        return Offered(starting_with(line.typed, remaining(flags, line)))
    if line.subject == "target" and not line.has(*_TARGETLESS):
        return Offered(starting_with(line.typed, _targets(line, environ)))
    if line.flag:
        return _values(line, line.flag.name, line.flag.metavar, environ)
    return Offered()


def _values(line: CommandLine, name: str, metavar: str | None, environ: Mapping[str, str]) -> Offered:
    if metavar == "FILE":
        return Offered(files=True)
    any_case = name in {"explain", "ignore"}
    found = starting_with(line.typed, _values_of(line, name, environ), any_case=any_case)
    # Where no context begins so, the shell looks for a file.
    return Offered(
        tuple(Candidate(line.before + each.value, each.description) for each in found), files=name == "against"
    )


def _values_of(line: CommandLine, name: str, environ: Mapping[str, str]) -> Iterable[Candidate]:
    if name == "output":
        return OUTPUTS
    if name == "fail_on":
        return LEVELS
    if name == "probe":
        return WAYS
    if name == "until":
        return STATES
    if name == "demo":
        return DEMO_NAMES
    if name == "sort_by":
        return ORDERS
    if name in {"explain", "ignore"}:
        from kubectl_porttrace.complete.explained import codes, words

        return codes(line.all("ignore")) if name == "ignore" else (*codes(), *words())
    if name in {"context", "against", "cluster", "user"}:
        from kubectl_porttrace.complete.kubeconfigs import further, names

        offered = names("contexts" if name == "against" else f"{name}s", line, environ)
        return further(line.typed, offered) if name == "context" else offered
    if name == "namespace":
        return (Candidate(each) for each in _namespaces(line, environ) if is_name(each))
    return ()


def _targets(line: CommandLine, environ: Mapping[str, str]) -> Iterable[Candidate]:
    from kubectl_porttrace.complete import workloads

    workload = workloads.split_workload(line.typed, line.targets)
    if workload is not None:
        return workloads.by_name(_workloads(line, environ, workload.kind), line.targets, workload)
    return _service_targets(line, environ)


def _workloads(line: CommandLine, environ: Mapping[str, str], kind: str) -> Iterable[str]:
    if _is_recorded(line):
        from kubectl_porttrace.complete import recorded

        return recorded.workloads(line, kind)
    from kubectl_porttrace.complete import cluster

    return cluster.workloads(line, environ, kind)


def _service_targets(line: CommandLine, environ: Mapping[str, str]) -> Iterable[Candidate]:
    from kubectl_porttrace.complete.services import by_name, by_node_port, by_port, split_target

    typed = split_target(line.typed)
    if typed is None:
        return ()
    if typed.port is None:
        return by_name(_services(line, environ), line.targets, typed.kind)
    if line.typed.startswith(":"):
        return by_node_port(_with_node_ports(line, environ), line.targets)
    if not is_name(typed.name):
        return ()
    return by_port(_services(line, environ, typed.name), line.targets, f"{typed.kind}{typed.name}:")


def _services(line: CommandLine, environ: Mapping[str, str], name: str | None = None) -> tuple[Service, ...]:
    if _is_recorded(line):
        from kubectl_porttrace.complete import recorded

        return recorded.services(line, name)
    from kubectl_porttrace.complete import cluster

    return cluster.services(line, environ, name)


def _with_node_ports(line: CommandLine, environ: Mapping[str, str]) -> tuple[Service, ...]:
    if _is_recorded(line):
        return _services(line, environ)
    from kubectl_porttrace.complete import cluster

    return cluster.with_node_ports(line, environ)


def _namespaces(line: CommandLine, environ: Mapping[str, str]) -> tuple[str, ...]:
    if _is_recorded(line):
        from kubectl_porttrace.complete import recorded

        return recorded.namespaces(line)
    from kubectl_porttrace.complete import cluster

    return cluster.namespaces(line, environ)


def _is_recorded(line: CommandLine) -> bool:
    return line.has("filename", "demo")
