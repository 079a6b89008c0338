"""Read from a cluster what a question needs: each round of reads in parallel, each object at most once."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timezone
from functools import partial

from msgspec.structs import replace

from kubectl_porttrace.errors import NotFoundError
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.answers import Server
from kubectl_porttrace.read.cluster.ask import QueryResult, ask, is_missing
from kubectl_porttrace.read.cluster.collected import Collected
from kubectl_porttrace.read.cluster.named import named_services, owning
from kubectl_porttrace.read.cluster.parallel import in_parallel
from kubectl_porttrace.read.cluster.progress import ProgressLine
from kubectl_porttrace.read.cluster.queries import first_queries, further_queries, not_requested
from kubectl_porttrace.read.cluster.query import Query

WORKERS = 7

AnswerQueries = Callable[[Iterable[Query], ProgressLine], Iterable[QueryResult]]
"""What answers the queries of one round."""


def read_cluster(
    server: Server, source: Source, question: Question, progress: ProgressLine, read: AnswerQueries | None = None
) -> Snapshot:
    """Read what tracing the Services of a question needs.

    Args:
        server: the API server.
        source: what the report is to say of where it came from.
        question: what was asked.
        progress: told of every page that comes in.
        read: what answers the queries; the server itself where None.

    Returns:
        A snapshot. Where a Service asked for by name does not exist, it holds the other Services of the namespace as
        well, for one of them may be meant; and nothing else where none of those asked for exists.

    Raises:
        PorttraceError: the Services may not be read, the namespace does not exist, or the server cannot be reached.
    """
    read = read or partial(ask_all, server)
    try:
        collected = _round(read, Collected(source, datetime.now(timezone.utc)), first_queries(question), progress)
        found = len(collected.snapshot.services)
        if found < len(question.names) and not question.workloads:
            collected = _round(read, collected, _meant_instead(question, collected), progress)
            question = question.with_nodes(collected.snapshot)
        _check_namespace(server, collected, question)
        if question.names and not found and not question.workloads:
            return collected.snapshot
        while queries := _fresh(_further(question, collected), collected):
            collected = _round(read, collected, queries, progress)
    finally:
        progress.erase()
    asked = (question, *owning(question, collected))
    left_out = dict.fromkeys(each for one in asked for each in not_requested(one, collected))
    return replace(collected.snapshot, unread=(*collected.unread, *left_out))


def _meant_instead(question: Question, collected: Collected) -> Iterator[Query]:
    """What may be meant where a Service does not exist: another of the namespace, or a node by its name."""
    yield Query("Service", question.namespace)
    for target in question.services:
        if target.may_be_node and collected.snapshot.service(question.namespace or "", target.name) is None:
            yield Query("Node", None, name=target.name)


def _fresh(queries: Iterable[Query], collected: Collected) -> tuple[Query, ...]:
    return tuple(query for query in dict.fromkeys(queries) if query not in collected.asked)


def _further(question: Question, collected: Collected) -> Iterator[Query]:
    """What is needed of what was asked about, and of the Services that it turned out to name."""
    yield from further_queries(question, collected)
    for named in named_services(question, collected):
        yield from _not_asked((*first_queries(named), *further_queries(named, collected)), collected)
    for owner in owning(question, collected):
        first = tuple(_not_asked(first_queries(owner), collected))
        # What else is needed shows once these are read: without slices every Service seems to be without pods.
        yield from first or _not_asked(further_queries(owner, collected), collected)
        for named in named_services(owner, collected):
            yield from _not_asked((*first_queries(named), *further_queries(named, collected)), collected)


def _not_asked(queries: Iterable[Query], collected: Collected) -> Iterator[Query]:
    """Those that were not asked, as such without which there is something to say."""
    for query in queries:
        optional = replace(query, essential=False)
        if collected.asked.isdisjoint({query, optional}):
            yield optional


def _round(read: AnswerQueries, collected: Collected, queries: Iterable[Query], progress: ProgressLine) -> Collected:
    return collected.with_results(read(queries, progress))


def ask_all(server: Server, queries: Iterable[Query], progress: ProgressLine) -> tuple[QueryResult, ...]:
    """Ask a server, several queries at a time.

    Raises:
        PorttraceError: an essential query could not be answered.
    """
    tasks = [partial(ask, server, query, progress.count) for query in queries]
    return in_parallel(tasks, WORKERS, progress.show)


def _check_namespace(server: Server, collected: Collected, question: Question) -> None:
    """Where there is no Service at all, the namespace itself may be what does not exist."""
    path = f"/api/v1/namespaces/{question.namespace}"
    asked = question.asks_of_namespace and question.namespace
    if asked and not collected.snapshot.services and is_missing(server, path):
        raise NotFoundError(
            f'namespace "{question.namespace}" not found', "kubectl get namespaces shows those there are"
        )
