"""Queries, asked of a server that answers as written."""

from typing import Any

from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.cluster.ask import QueryResult, ask
from kubectl_porttrace.read.cluster.query import Query
from tests.read.scripted import Scripted

PODS = Query("Pod", "shop")
WEB = Query("Service", "shop", name="web", essential=True)
SERVICES = Query("Service", None, essential=True)


def meta(name: str) -> dict[str, Any]:
    return {"metadata": {"name": name, "namespace": "shop"}}


def asked(server: Scripted, query: Query) -> QueryResult:
    return ask(server, query, lambda *_: None)


def always(given: HttpAnswer) -> Scripted:
    return Scripted(lambda _path, _query: given)
