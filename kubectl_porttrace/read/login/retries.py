"""Which requests are tried again, and when.

Source: `k8s.io/client-go/rest/with_retry.go`, `rest/request.go:request`;
`k8s.io/apimachinery/pkg/util/net/http.go:IsProbableEOF`.
"""

from collections.abc import Mapping
from http import HTTPStatus
from http.client import RemoteDisconnected

from kubectl_porttrace.read.login.failures import causes

MOST_RETRIES = 10
AFTER_A_RESET = 1.0
"""Seconds to wait after a connection broke before there was an answer."""


def pause_after(status: int, headers: Mapping[str, str]) -> float | None:
    """The seconds that a server asks to wait before the request is sent again; None where it is not to be."""
    if status != HTTPStatus.TOO_MANY_REQUESTS and status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return None
    written = headers.get("Retry-After", "").strip()
    return float(written[:9]) if written.isascii() and written.isdecimal() else None


def broke_before_an_answer(error: Exception) -> bool:
    """Whether the server, or something on the way, closed the connection; given what came instead of an answer."""
    broken = (ConnectionResetError, ConnectionAbortedError, BrokenPipeError, RemoteDisconnected)
    return any(isinstance(each, broken) for each in causes(error))
