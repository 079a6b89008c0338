"""HTTP as Go's client reads it, where Python's is stricter: interim answers, and headers of any size and number."""

import http.client
from http import HTTPStatus

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

# Go bounds all headers of an answer together, by 10 MB (`http.Transport.MaxResponseHeaderBytes`); Python takes 100 of
# 64 KB each, by constants without a public name.
vars(http.client).update(_MAXLINE=1024 * 1024, _MAXHEADERS=10_000)

_MOST_INTERIM = 20


class _Answer(http.client.HTTPResponse):
    """The answer itself, after any interim ones such as 103 Early Hints (`persistConn.readResponse`)."""

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(_MOST_INTERIM):
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if status >= HTTPStatus.OK or status in {HTTPStatus.CONTINUE, HTTPStatus.SWITCHING_PROTOCOLS}:
                return version, status, reason
            http.client.parse_headers(self.fp)
        raise http.client.HTTPException("only interim answers")


class _HTTPConnection(HTTPConnection):
    response_class = _Answer


class _HTTPSConnection(HTTPSConnection):
    response_class = _Answer


class _HTTPPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _HTTPConnection


class _HTTPSPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _HTTPSConnection


POOLS = {"http": _HTTPPool, "https": _HTTPSPool}
"""For `PoolManager.pool_classes_by_scheme`."""
