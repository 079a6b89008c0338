"""Read from a cluster what a question needs: each round of reads in parallel, each object at most once."""

from collections.abc import Iterable
from datetime import datetime, timezone
from functools import partial

from msgspec.structs import replace

from kubectl_porttrace.errors import NotFoundError
from kubectl_porttrace.model.snapshot import Snapshot, Source
from kubectl_porttrace.read.cluster.answers import Server
from kubectl_porttrace.read.cluster.ask import ask, is_missing
from kubectl_porttrace.read.cluster.collected import Facts
from kubectl_porttrace.read.cluster.parallel import in_parallel
from kubectl_porttrace.read.cluster.progress import ProgressLine
from kubectl_porttrace.read.cluster.queries import Scope, first_queries, further_queries, not_requested
from kubectl_porttrace.read.cluster.query import Query

WORKERS = 6


def read_cluster(server: Server, source: Source, scope: Scope, progress: ProgressLine) -> Snapshot:
    """Read what tracing the Services of a scope needs.

    Args:
        server: the API server.
        source: what the report is to say of where the facts came from.
        scope: the Services asked about.
        progress: told of every page that comes in.

    Returns:
        A snapshot. Where Services asked for by name do not exist, it holds the other Services of the namespace and
        nothing else.

    Raises:
        PorttraceError: the Services may not be read, the namespace does not exist, or the server cannot be reached.
    """
    try:
        facts = _round(server, Facts(source, datetime.now(timezone.utc)), first_queries(scope), progress)
        if len(facts.snapshot.services) < len(scope.names):
            facts = _round(server, facts, [Query("Service", scope.namespace)], progress)
            _check_namespace(server, facts, scope)
            return facts.snapshot
        _check_namespace(server, facts, scope)
        while queries := _fresh(further_queries(scope, facts), facts):
            facts = _round(server, facts, queries, progress)
    finally:
        progress.erase()
    return replace(facts.snapshot, unread=(*facts.unread, *not_requested(scope, facts)))


def _fresh(queries: Iterable[Query], facts: Facts) -> tuple[Query, ...]:
    return tuple(query for query in dict.fromkeys(queries) if query not in facts.asked)


def _round(server: Server, facts: Facts, queries: Iterable[Query], progress: ProgressLine) -> Facts:
    tasks = [partial(ask, server, query, progress.count) for query in queries]
    return facts.with_found(in_parallel(tasks, WORKERS, progress.show))


def _check_namespace(server: Server, facts: Facts, scope: Scope) -> None:
    """Where there is no Service at all, the namespace itself may be what does not exist."""
    if not facts.snapshot.services and scope.namespace and is_missing(server, f"/api/v1/namespaces/{scope.namespace}"):
        raise NotFoundError(f'namespace "{scope.namespace}" not found', "kubectl get namespaces shows those there are")
