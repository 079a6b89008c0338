"""API servers for tests: one that answers from a script, one that keeps objects, one that speaks HTTP."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler
from typing import Any

from kubectl_porttrace.read.cluster.answers import Begun, HttpAnswer
from tests.http_server import HttpServer

DATE = datetime(2026, 11, 21, 3, 10, tzinfo=timezone.utc)


def answer(body: Any, status: int = 200, content_type: str = "application/json") -> HttpAnswer:
    """An answer whose body is bytes, or made into JSON."""
    return HttpAnswer(status, body if isinstance(body, bytes) else json.dumps(body).encode(), content_type, DATE)


def refusal(code: int, message: str = "no", reason: str = "") -> HttpAnswer:
    """What an API server says instead."""
    status = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": message, "reason": reason}
    return answer({**status, "code": code}, code)


def page(kind: str, *items: Mapping[str, Any], more: str = "", remaining: int = 0) -> HttpAnswer:
    """One page of a list."""
    return answer(
        {
            "kind": f"{kind}List",
            "metadata": {"continue": more, "remainingItemCount": remaining},
            "items": list(items),
        }
    )


@dataclass
class Scripted:
    """Answers by what `script` says of a path and its parameters, and remembers what it was asked."""

    script: Callable[[str, dict[str, str]], HttpAnswer]
    url: str = "https://scripted"
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)

    def get(self, path: str, query: dict[str, str], accept: str, begun: Begun | None = None) -> HttpAnswer:  # noqa: ARG002
        self.asked.append((path, query, accept))
        return self.script(path, query)

    @property
    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]


Reply = tuple[int, str, bytes]


@contextmanager
def http_server(reply: Callable[[str], Reply], *, delay: float = 0, cut: bool = False) -> Iterator[str]:
    """A server whose URL this gives; `reply` makes status, content type and body of a path.

    Args:
        reply: what to answer.
        delay: seconds to wait before each answer.
        cut: whether to promise more of the body than is sent.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(delay)
            status, content_type, body = reply(self.path)
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body) * (2 if cut else 1)))
            self.end_headers()
            self.wfile.write(body)
            if cut:
                self.close_connection = True

        do_POST = do_GET  # noqa: N815 - the base class names it so

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
            pass

    server = HttpServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
