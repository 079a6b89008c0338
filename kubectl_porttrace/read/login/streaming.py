"""Lines that a server sends one by one for as long as it likes: those of a watch."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import urlencode

import urllib3

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.login.connection import CONNECT_TIMEOUT, Connection
from kubectl_porttrace.read.login.failures import unreachable

LONGEST_LINE = 64 * 1024 * 1024
"""More bytes than any event has: etcd takes no object of more than a few megabytes."""

_PART = 64 * 1024
_BEGINNING = 16 * 1024
"""So much is read of what refuses a stream."""


class AnswerLines:
    """The lines of one answer, as they come. Another thread may close it."""

    def __init__(self, server: str, response: urllib3.BaseHTTPResponse) -> None:
        """Take an answer whose body is yet to be read."""
        self._server = server
        self._response = response
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        """The lines without their end; what stands behind the last line end is none.

        Raises:
            UnreachableError: the connection broke, or nothing came for as long as it may be silent.
        """
        try:
            yield from self._lines()
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            # A file that another thread closes meanwhile raises ValueError.
            if not self._closed:
                raise unreachable(self._server, error) from error
        finally:
            self._response.close()

    def _lines(self) -> Iterator[bytes]:
        waiting: list[bytes] = []
        size = 0
        for part in self._parts():
            *whole, rest = part.split(b"\n")
            for line in whole:
                waiting.append(line)
                yield b"".join(waiting)
                waiting, size = [], 0
            waiting.append(rest)
            size += len(rest)
            if size > LONGEST_LINE:
                raise UnreachableError(f"{self._server} sends a line without end", "check server in the kubeconfig")

    def _parts(self) -> Iterator[bytes]:
        if getattr(self._response, "chunked", False):
            # Each event is a chunk: what a chunk holds is given out at once.
            return self._response.stream(_PART, decode_content=True)
        # Without chunks more than a byte would be waited for, until that much came.
        return self._response.stream(1, decode_content=True)

    def close(self) -> None:
        """End it, also where another thread waits for a line: that thread then meets the end."""
        self._closed = True
        shutdown = getattr(self._response, "shutdown", None)
        # What has ended is not open any more; an older urllib3 ends it with the next byte.
        with suppress(Exception):
            if shutdown is not None:
                shutdown()


def follow(
    connection: Connection, path: str, parameters: Mapping[str, str], accept: str, silence: float
) -> AnswerLines | HttpAnswer:
    """Ask for lines that go on.

    Args:
        connection: where to.
        path: what is asked for.
        parameters: with which parameters.
        accept: the form in which it is wanted.
        silence: the seconds in which nothing may come.

    Returns:
        The lines, for the caller to close, or what the server answered instead.

    Raises:
        UnreachableError: no answer came.
    """
    headers = urllib3.HTTPHeaderDict(connection.headers)
    headers["Accept"] = accept
    # The API server packs no watch, and what unpacks it would hold lines back.
    headers["Accept-Encoding"] = "identity"
    try:
        response = connection.pool.request(
            "GET",
            f"{connection.url}{path}?{urlencode(parameters)}",
            headers=headers,
            timeout=urllib3.Timeout(connect=CONNECT_TIMEOUT, read=silence),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        if response.status == HTTPStatus.OK:
            return AnswerLines(connection.url, response)
        body = response.read(_BEGINNING, decode_content=True)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise unreachable(connection.url, error) from error
    response.close()
    return HttpAnswer(response.status, body, response.headers.get("Content-Type", ""))
