"""A connection for hours: it logs in anew where its credentials are no longer accepted."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from threading import Lock
from time import monotonic
from typing import Final

from kubectl_porttrace.errors import PorttraceError
from kubectl_porttrace.read.cluster.answers import Begun, HttpAnswer
from kubectl_porttrace.read.login.connection import Connection
from kubectl_porttrace.read.login.streaming import AnswerLines, follow

PAUSE: Final = 10.0
"""Seconds between two logins: a plugin may open a browser, and a user who lost the right has lost it."""


class Lasting:
    """The API server behind a connection, which is replaced once its credentials have expired.

    A token that a plugin or a cloud gives is good for some minutes or hours, and is given out anew by a new login.
    """

    def __init__(self, connection: Connection, log_in: Callable[[], Connection]) -> None:
        """Use a connection, and what makes a new one to the same server."""
        self._connection = connection
        self._log_in = log_in
        self._lock = Lock()
        self._since = monotonic()

    @property
    def url(self) -> str:
        """Where it is."""
        return self._connection.url

    def get(self, path: str, query: dict[str, str], accept: str, begun: Begun | None = None) -> HttpAnswer:
        """Ask for one thing; see `Connection.get`."""
        used = self._connection
        answer = used.get(path, query, accept, begun)
        if answer.status == HTTPStatus.UNAUTHORIZED and self._renewed(used):
            return self._connection.get(path, query, accept, begun)
        return answer

    def follow(self, path: str, parameters: Mapping[str, str], accept: str, silence: float) -> AnswerLines | HttpAnswer:
        """Ask for lines that go on; see `streaming.follow`."""
        used = self._connection
        answer = follow(used, path, parameters, accept, silence)
        if isinstance(answer, HttpAnswer) and answer.status == HTTPStatus.UNAUTHORIZED and self._renewed(used):
            return follow(self._connection, path, parameters, accept, silence)
        return answer

    def _renewed(self, used: Connection) -> bool:
        """Log in again, unless another thread just did; say whether there is another connection now."""
        with self._lock:
            if self._connection is not used:
                return True
            if monotonic() - self._since < PAUSE:
                return False
            self._since = monotonic()
            try:
                self._connection = self._log_in()
            except PorttraceError:
                return False
            used.close()
            return True
