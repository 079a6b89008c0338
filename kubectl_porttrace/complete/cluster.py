"""The Services and namespaces of the cluster that the command line names, with one request."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus

import msgspec

from kubectl_porttrace.complete.words import CommandLine
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.cluster.decode import decode_names, decode_object, decode_page
from kubectl_porttrace.read.cluster.query import METADATA_LIST, PAGE, Query
from kubectl_porttrace.read.login.connection import Connection, connect
from kubectl_porttrace.read.login.flags import ConnectionFlags, parse_timeout
from kubectl_porttrace.read.login.kubeconfig import kubeconfig_paths, load_kubeconfig


def services(line: CommandLine, environ: Mapping[str, str], name: str | None = None) -> tuple[Service, ...]:
    """The Services to choose from, or the one of that name; none where the server does not show them.

    Of more Services than one page has, only those on the first are offered.

    Raises:
        PorttraceError: the cluster cannot be reached.
    """
    with _connected(line, environ) as connection:
        return _services(connection, Query("Service", line.last("namespace") or connection.namespace, name)) or ()


def with_node_ports(line: CommandLine, environ: Mapping[str, str]) -> tuple[Service, ...]:
    """The Services that may have node ports, in any namespace, for a number may be any's; else those of this one.

    Raises:
        PorttraceError: the cluster cannot be reached.
    """
    with _connected(line, environ) as connection:
        anywhere = _services(connection, Query("Service", None, fields="spec.type!=ClusterIP"))
        if anywhere is not None:
            return anywhere
        return _services(connection, Query("Service", line.last("namespace") or connection.namespace)) or ()


def _services(connection: Connection, query: Query) -> tuple[Service, ...] | None:
    """The Services of an answer; None where the server does not show them."""
    answer = connection.get(query.path, query.parameters, query.accept)
    if answer.status != HTTPStatus.OK:
        return None
    try:
        found = (decode_object(answer.body, query),) if query.name else decode_page(answer.body, query)
    except msgspec.DecodeError:  # no API server
        return None
    return tuple(each for each in found if isinstance(each, Service))


def workloads(line: CommandLine, environ: Mapping[str, str], kind: str) -> tuple[str, ...]:
    """The names of the pods, workloads or routes to choose from; none where the server does not show them.

    Where it has not the usual version of a kind, an older one is asked for.

    Raises:
        PorttraceError: the cluster cannot be reached.
    """
    asked = KIND_BY_NAME[kind]
    with _connected(line, environ) as connection:
        namespace = line.last("namespace") or connection.namespace if asked.namespaced else None
        for version in ("", *asked.other_versions):
            query = Query(kind, namespace, metadata_only=True, version=version)
            answer = connection.get(query.path, query.parameters, query.accept)
            if answer.status != HTTPStatus.NOT_FOUND:
                return _names(answer)
    return ()


def namespaces(line: CommandLine, environ: Mapping[str, str]) -> tuple[str, ...]:
    """The namespaces to choose from; none where the server does not show them.

    Raises:
        PorttraceError: the cluster cannot be reached.
    """
    with _connected(line, environ) as connection:
        answer = connection.get("/api/v1/namespaces", {"limit": str(PAGE)}, METADATA_LIST)
    return _names(answer)


def connection_flags(line: CommandLine) -> ConnectionFlags:
    """The flags that say which cluster to ask, and as whom.

    Raises:
        UsageError: a timeout that is none.
    """
    timeout = line.last("request_timeout")
    other = {
        "impersonate_groups": line.all("impersonate_group"),
        "insecure_skip_tls_verify": line.has("insecure_skip_tls_verify"),
        "request_timeout": None if timeout is None else parse_timeout(timeout),
    }
    plain = {name: line.last(name) for name in ConnectionFlags.__struct_fields__ if name not in other}
    return msgspec.convert({**plain, **other}, ConnectionFlags)


def _first_of_several(flags: ConnectionFlags, environ: Mapping[str, str]) -> ConnectionFlags:
    """The flags with one context where several are named: what is in the first is offered."""
    first, comma, _ = (flags.context or "").partition(",")
    if not comma or flags.context in load_kubeconfig(kubeconfig_paths(flags.kubeconfig, environ)).contexts:
        return flags
    return msgspec.structs.replace(flags, context=first.strip())


def _names(answer: HttpAnswer) -> tuple[str, ...]:
    try:
        return decode_names(answer.body)
    except msgspec.DecodeError:  # no API server
        return ()


@contextmanager
def _connected(line: CommandLine, environ: Mapping[str, str]) -> Iterator[Connection]:
    connection = connect(_first_of_several(connection_flags(line), environ), environ)
    try:
        yield connection
    finally:
        connection.close()
