"""What an HTTP response says: its body within bounds, where on the same server it redirects to, when it was sent."""

from collections.abc import Callable
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import urllib3

from kubectl_porttrace.errors import UnreachableError

MOST_BYTES = 256 * 1024 * 1024
"""More than any page of 500 objects takes: only what is no API server, or is out of order, sends more."""

_PART = 64 * 1024
"""So many bytes are unpacked at a time, for what one of them becomes to stay within bounds."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})

_HEAD_OF_A_LIST = 1024
"""Bytes that hold what a list says of itself: most of it is its continue token, a namespace and a name as base64."""


def body_of(url: str, response: urllib3.BaseHTTPResponse, begun: Callable[[bytes], None] | None = None) -> bytes:
    """The body, unpacked.

    Args:
        url: the server that sent it.
        response: what it sent, the body yet to be read.
        begun: given the beginning as soon as it is there; not where the body is short.

    Raises:
        UnreachableError: it is too long; no more of it is read than shows that.
    """
    parts: list[bytes] = []
    size = 0
    # Said here: a body sent in chunks is otherwise given out as it was packed.
    for part in response.stream(_PART, decode_content=True):
        size += len(part)
        if size > MOST_BYTES:
            response.close()
            raise UnreachableError(
                f"{url} sent more than {MOST_BYTES // 1024 // 1024} MiB in one answer",
                "check server in the kubeconfig, or ask for one namespace: -n NAMESPACE",
            )
        parts.append(part)
        if begun is not None and size >= _HEAD_OF_A_LIST:
            begun(b"".join(parts))
            begun = None
    return b"".join(parts)


def redirected(url: str, response: urllib3.BaseHTTPResponse) -> str | None:
    """Where on the same server an answer redirects to; None where it does not."""
    if response.status not in _REDIRECTS:
        return None
    try:
        target = urljoin(url, response.headers.get("Location", ""))
        return target if target != url and _origin(target) == _origin(url) else None
    except ValueError:
        return None


def sent_at(response: urllib3.BaseHTTPResponse) -> datetime | None:
    """The time in the header Date; None where it is none, which every exception of the parser can mean."""
    try:
        moment = parsedate_to_datetime(response.headers.get("Date") or "")
        return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).astimezone(timezone.utc)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
