"""The API server's proxy to pods: it dials the pod's first address, and its answer says how far it came.

Always with `https:`, so that a program which does not speak TLS gets the beginning of a handshake, never a request.
Always a number: a name would be dialled as a service name of the API server's own host.

Source: `pkg/registry/core/pod/strategy.go:ResourceLocation`; `apimachinery/pkg/util/proxy/transport.go:RoundTrip`.
"""

import re
from http import HTTPStatus

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.model.attempt import Attempt, AttemptOutcome
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.probe.server import Prober, RequestOutcome, attempt, in_time
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.cluster.decode import decode_status

_TRIED = "error trying to reach service: "
_PROGRAMS_OWN = re.compile(r'cannot get path "/"$')
"""A program that is an API server itself refuses whoever has not logged in to it."""

_AFTER_CONNECTING: tuple[tuple[str, AttemptOutcome], ...] = (
    ("server gave HTTP response to HTTPS client", "http"),
    ("first record does not look like a TLS handshake", "plain"),
    ("TLS handshake timeout", "silent"),
    ("malformed HTTP", "tls"),
    ("remote error: tls:", "tls"),
    ("timeout awaiting response headers", "silent"),
    ("EOF", "closed"),
    ("connection reset by peer", "closed"),
    ("broken pipe", "closed"),
    ("server closed idle connection", "closed"),
    ("use of closed network connection", "closed"),
)
_NO_WAY = ("i/o timeout", "no route to host", "network is unreachable", "context deadline exceeded", "host is down")


def try_proxy(server: Prober, pod: Pod, number: int, seconds: float) -> Attempt:
    """Have the API server connect to a number of a pod's first address over TCP."""
    path = f"/api/v1/namespaces/{pod.namespace}/pods/https:{pod.name}:{number}/proxy/"
    try:
        told = understood(in_time(seconds, lambda limit: server.try_once(path, limit)), pod.status.pod_ip, number)
    except TimeoutError:
        told = RequestOutcome("late")
    except UnreachableError as error:
        told = RequestOutcome("failed", error.message)
    return attempt("proxy", path, pod, number, told)


def understood(answer: HttpAnswer, ip: str, number: int) -> RequestOutcome:
    """What an answer says of the address and number.

    Whatever the API server did not say itself is the program's, and came through TLS. That can be said only of what an
    API server handled, as a proxy in front of it has errors of its own; and not of errors, for where it is overloaded
    or about to stop, it says so in plain text (`apiserver/pkg/server/filters:tooManyRequests`).
    """
    status = decode_status(answer.body)
    if not answer.audited:
        return RequestOutcome(
            "failed", status.message if status else f"HTTP {answer.status}, which is not the API server's"
        )
    if status is None:
        busy = answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        return RequestOutcome("failed" if busy or _is_cut_short(answer) else "tls", f"HTTP {answer.status}")
    before, tried, error = status.message.partition(_TRIED)
    if tried and not before:
        return RequestOutcome(_of_error(error, ip, number), error)
    if answer.status == HTTPStatus.FORBIDDEN:
        if _PROGRAMS_OWN.search(status.message):
            return RequestOutcome("tls", status.message)
        return RequestOutcome("forbidden", status.message)
    return RequestOutcome("failed", status.message)


def _is_cut_short(answer: HttpAnswer) -> bool:
    """Whether it is an error of which not all was read, so that it may be the API server's own."""
    refused = answer.status >= HTTPStatus.BAD_REQUEST and "json" in answer.content_type
    return refused and not answer.body.rstrip().endswith((b"}", b"]", b'"'))


def _of_error(error: str, ip: str, number: int) -> AttemptOutcome:
    """What an error of the API server's connection says; one while dialling counts only if it dialled that address."""
    address = f"[{ip}]:{number}" if ":" in ip else f"{ip}:{number}"
    if error.startswith(f"dial tcp {address}: "):
        if error.endswith("connect: connection refused"):
            return "refused"
        if error.endswith("connect: connection reset by peer"):
            return "closed"
        return "unreachable" if any(words in error for words in _NO_WAY) else "failed"
    if "dial tcp" in error or "proxyconnect" in error:
        return "failed"
    return next((outcome for words, outcome in _AFTER_CONNECTING if words in error), "failed")
