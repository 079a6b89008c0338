"""What a server can answer, apart from how it was asked."""

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


class Server(Protocol):
    """An API server that can be read."""

    @property
    def url(self) -> str:
        """Where it is."""

    def get(self, path: str, query: dict[str, str], accept: str) -> HttpAnswer:
        """Ask for one thing.

        Raises:
            UnreachableError: no whole answer came.
        """
