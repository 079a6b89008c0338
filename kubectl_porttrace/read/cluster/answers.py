"""What a server can answer, apart from how it was asked."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import msgspec


class HttpAnswer(msgspec.Struct, frozen=True):
    """One HTTP answer: its status, its body unpacked, and the server's own clock.

    `audited` says that an API server handled the request, and nothing that stands before it: it gives each an audit id.
    """

    status: int
    body: bytes
    content_type: str = ""
    date: datetime | None = None
    audited: bool = False


Begun = Callable[[HttpAnswer], None]
"""Told once of a long answer with status 200, while its body is still on its way: the body is the beginning of it."""


class Server(Protocol):
    """An API server that can be read."""

    @property
    def url(self) -> str:
        """Where it is."""

    def get(self, path: str, query: dict[str, str], accept: str, begun: Begun | None = None) -> HttpAnswer:
        """Ask for one thing.

        Args:
            path: what is asked for.
            query: with which parameters.
            accept: the forms in which it is wanted.
            begun: who is to be told where the answer is long; that is not certain.

        Raises:
            UnreachableError: no whole answer came.
        """
