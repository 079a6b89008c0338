"""What is asked for where something is known already: for the tests of the rules."""

from datetime import datetime, timezone
from typing import Any

from kubectl_porttrace.model.caller_kinds import CALLER_KINDS
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.ask import QueryResult
from kubectl_porttrace.read.cluster.collected import Collected
from kubectl_porttrace.read.cluster.queries import further_queries, not_requested
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rules.workloads import METADATA_ONLY
from tests.build import asking

CALLED = {kind.key for kind in CALLER_KINDS if kind.built_in}
WEB = asking("web")
SHOP = asking()
ALL = asking(namespace=None)
ALL_PODS = Query("Pod", "shop")
WEB_PODS = Query("Pod", "shop", labels="app=web")
NODES = Query("Node", None, metadata_only=True)
ENDPOINTS = Query("Endpoints", "shop", name="web")
UNLABELLED = Query("EndpointSlice", "shop", labels="!kubernetes.io/service-name")
SELECTORLESS: dict[str, Any] = {"selector": {}}


def collected(snapshot: Snapshot, *asked: Query) -> Collected:
    """What is known where these were asked for and the snapshot is what came."""
    kinds = ["Service", "EndpointSlice", "ReplicaSet", *({"Pod"} & {query.kind for query in asked})]
    found = [QueryResult(query) for query in asked]
    found += [QueryResult(Query(kind, None), snapshot.all_of(KIND_BY_NAME[kind].model)) for kind in kinds]
    found += [QueryResult(Query("Job", None), unread=unread) for unread in snapshot.unread]
    return Collected(Source("cluster"), datetime.now(timezone.utc)).with_results(found)


def wanted(question: Question, snapshot: Snapshot, *asked: Query) -> set[Query]:
    """What else is asked for, but for workloads and for what the API server calls, which have tests of their own."""
    queries = further_queries(question, collected(snapshot, *asked))
    return {query for query in queries if query.kind not in {*METADATA_ONLY, *CALLED}} - set(asked)


def unread(question: Question, snapshot: Snapshot, *asked: Query) -> dict[str, str]:
    told = not_requested(question, collected(snapshot, *asked))
    return {each.resource: each.reason for each in told if each.resource != "customresourcedefinitions"}
