"""Send one query to an API server, page by page, and say why where it was refused."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.errors import PorttraceError, UnreachableError
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.unread import Unread, UnreadReason
from kubectl_porttrace.read.cluster.answers import Begun, HttpAnswer, Server
from kubectl_porttrace.read.cluster.decode import decode_object, decode_status
from kubectl_porttrace.read.cluster.page_request import PageRequest
from kubectl_porttrace.read.cluster.pages import Pages, is_packed, refusal_in
from kubectl_porttrace.read.cluster.query import PAGE, Query
from kubectl_porttrace.read.login.failures import not_kubernetes

Decoded = TypeVar("Decoded")

RESTARTS = 3
MOST_PAGES = 10_000
"""More than any cluster has, at 500 objects each: a server that sends more, or a page twice, never ends."""

MOST_SHORT_PAGES = 100
"""So many pages with hardly any objects: the API server fills every page but the last, whatever is filtered out
(`k8s.io/apiserver/pkg/storage/etcd3/store.go:GetList`)."""

_SHORT = PAGE // 10
"""Others than Kubernetes' own API server may have smaller pages."""

Progress = Callable[[Query, int, int], None]
"""Told of each page: the query, the objects so far, and how many more the server knows of."""


class QueryResult(msgspec.Struct, frozen=True):
    """The objects that a query returned; `unread` says why it returned none, or not all there are.

    `resource_version` is that of a list, from which changes can be watched; empty where there is none.
    """

    query: Query
    objects: tuple[KubernetesObject, ...] = ()
    unread: Unread | None = None
    date: datetime | None = None
    resource_version: str = ""


class _RefusedError(Exception):
    """The server answered, but not with what was asked for."""

    def __init__(self, status: int, message: str, *, by_kubernetes: bool) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.by_kubernetes = by_kubernetes


def ask(server: Server, query: Query, progress: Progress) -> QueryResult:
    """Read one object, or a list page by page.

    An object that does not exist is none found. What is refused is told in `unread`.

    Raises:
        PorttraceError: the query is essential, and could not be answered.
    """
    try:
        return _object(server, query) if query.name else _list(server, query, progress)
    except (_RefusedError, UnreachableError) as error:
        if query.essential:
            raise _fatal(server, query, error) from error
        return QueryResult(query, unread=_unread(query, error))


def is_missing(server: Server, path: str) -> bool:
    """Whether the API server answers that an object does not exist."""
    answer = server.get(path, {}, "application/json")
    return answer.status == HTTPStatus.NOT_FOUND and decode_status(answer.body) is not None


def _object(server: Server, query: Query) -> QueryResult:
    answer = server.get(query.path, {}, query.accept)
    if answer.status == HTTPStatus.NOT_FOUND and decode_status(answer.body):
        return QueryResult(query, date=answer.date)
    found = _decoded(partial(decode_object, answer.body, query), server, answer)
    return QueryResult(query, (found,), date=answer.date)


def _list(server: Server, query: Query, progress: Progress, restarts: int = RESTARTS) -> QueryResult:
    """A list is one state of the cluster: where its continue token expired, it is read again from the start."""
    try:
        return _pages(server, query, progress)
    except _RefusedError as error:
        if error.status != HTTPStatus.GONE or not restarts:
            raise
    return _list(server, query, progress, restarts - 1)


def _pages(server: Server, query: Query, progress: Progress) -> QueryResult:
    """Each page is decoded while the next one is on its way; its bytes are freed before the next one is unpacked."""
    objects: list[KubernetesObject] = []
    pages = Pages(query)
    request = PageRequest(partial(_page, server, query, pages.accept), pages.next_token)
    tokens: set[str] = set()
    short = 0
    while True:
        if not query.at_most:
            request.allow_following()
        answer = request.answer()
        metadata, decode = _decoded(partial(pages.page, answer), server, answer)
        answer = replace(answer, body=b"")
        if metadata.continue_token in tokens or len(tokens) >= MOST_PAGES or short >= MOST_SHORT_PAGES:
            raise UnreachableError(
                f"{server.url} sends {query.resource} without end", "ask for one namespace: -n NAMESPACE"
            )
        if query.at_most and metadata.continue_token:
            return _beginning(query, _decoded(decode, server, answer), answer)
        tokens.add(metadata.continue_token)
        following = request.following(metadata.continue_token)
        items = _decoded(decode, server, answer)
        del decode
        objects += items
        short += len(items) < _SHORT
        progress(query, len(objects), metadata.remaining_item_count)
        if following is None:
            return QueryResult(query, tuple(objects), date=answer.date, resource_version=metadata.resource_version)
        request = following


def _page(server: Server, query: Query, accept: str, token: str, begun: Begun) -> HttpAnswer:
    parameters = {**query.parameters, "continue": token} if token else query.parameters
    return server.get(query.path, parameters, accept, begun)


def _beginning(query: Query, items: tuple[KubernetesObject, ...], answer: HttpAnswer) -> QueryResult:
    """The beginning of a list, where no more of it is wanted, and that there is more."""
    message = f"there are more than the {len(items)} that were read"
    unread = Unread(query.resource, query.namespace, "not-requested", message)
    return QueryResult(query, items, unread, answer.date)


def _decoded(decode: Callable[[], Decoded], server: Server, answer: HttpAnswer) -> Decoded:
    _check(server, answer)
    try:
        return decode()
    except msgspec.DecodeError as error:
        raise _undecodable(server, answer, error) from error


def _check(server: Server, answer: HttpAnswer) -> None:
    if answer.status == HTTPStatus.OK:
        return
    status = refusal_in(answer)
    said = status.message or status.reason if status else ""
    kind = answer.content_type.partition(";")[0] or "no content type"
    message = said or str(not_kubernetes(server.url, f"it sent HTTP {answer.status}, {kind}"))
    raise _RefusedError(answer.status, " ".join(message.split()), by_kubernetes=status is not None)


def _undecodable(server: Server, answer: HttpAnswer, error: msgspec.DecodeError) -> UnreachableError:
    kind = answer.content_type.partition(";")[0] or "no content type"
    form = "protobuf" if is_packed(answer) else "JSON" if "json" in kind else None
    if isinstance(error, msgspec.ValidationError) or form is None:
        return not_kubernetes(server.url, str(error) if form else f"it sent {kind}")
    return UnreachableError(f"{server.url} sent {form} that is cut short or damaged: {error}", "try again")


def _unread(query: Query, error: _RefusedError | UnreachableError) -> Unread:
    message = f"{query.resource} could not be read: {error.message}"
    return Unread(query.resource, query.namespace, _reason(error), message)


def _reason(error: _RefusedError | UnreachableError) -> UnreadReason:
    if isinstance(error, UnreachableError):
        return "error"
    if error.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return "forbidden"
    return "not-served" if error.status == HTTPStatus.NOT_FOUND else "error"


def _fatal(server: Server, query: Query, error: _RefusedError | UnreachableError) -> PorttraceError:
    if isinstance(error, UnreachableError):
        return error
    if error.status == HTTPStatus.UNAUTHORIZED and error.by_kubernetes:
        return UnreachableError(
            f"{server.url} did not accept the credentials: {error.message}",
            "the token may have expired: log in again, or check the user of the kubeconfig",
        )
    if error.status == HTTPStatus.FORBIDDEN and error.by_kubernetes:
        where = "the whole cluster" if query.namespace is None else f'namespace "{query.namespace}"'
        right = f"ask for the right to read {query.resource}"
        hint = right if query.namespace else "ask for one namespace: -n NAMESPACE"
        return UnreachableError(f"the {query.kind}s of {where} may not be read: {error.message}", hint)
    if not error.by_kubernetes:
        return UnreachableError(error.message, "check server in the kubeconfig, or --server")
    return UnreachableError(f"{server.url} could not answer: {error.message}", "try again")
