"""A server of HTTP inside the tests' own process."""

from __future__ import annotations

import sys
from http.server import ThreadingHTTPServer
from typing import Any


class HttpServer(ThreadingHTTPServer):
    """A server whose clients may leave when they like.

    That is no failure, and is not told on stderr: another test of this process may be reading that.
    """

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of what is wrong with the server itself."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)
