"""The API server's audit log: who asked for what. How "porttrace only reads" is proven and its requests are counted."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.api import Api, Manifest
from tests.cluster.processes import ClusterError

_TIMEOUT = 120.0
USER_AGENT = "kubectl-porttrace/"
READ_VERBS = frozenset({"get", "list", "watch"})
# Their verb may be `get`, and yet something in a cluster is connected to, or run.
CONNECTING = frozenset({"proxy", "portforward", "exec", "attach", "ephemeralcontainers"})


@dataclass(frozen=True)
class AuditEntry:
    """One request that was answered."""

    user: str
    user_agent: str
    verb: str
    uri: str
    resource: str
    subresource: str
    namespace: str
    name: str
    code: int
    impersonated: str = ""

    @classmethod
    def parse(cls, line: str) -> AuditEntry:
        """Read one line of the log: an audit.k8s.io/v1 Event."""
        event: Manifest = json.loads(line)
        target = event.get("objectRef", {})
        return cls(
            user=event["user"].get("username", ""),  # nobody, where the credentials were refused
            user_agent=event.get("userAgent", ""),
            verb=event["verb"],
            uri=event["requestURI"],
            resource=target.get("resource", ""),
            subresource=target.get("subresource", ""),
            namespace=target.get("namespace", ""),
            name=target.get("name", ""),
            code=event.get("responseStatus", {}).get("code", 0),
            impersonated=event.get("impersonatedUser", {}).get("username", ""),
        )


def writes(lines: Iterable[str]) -> Iterator[AuditEntry]:
    """The requests of the tool in some lines of the log that were more than reads."""
    for line in lines:
        if USER_AGENT in line:
            entry = AuditEntry.parse(line)
            reads = entry.verb in READ_VERBS and entry.subresource not in CONNECTING
            if entry.user_agent.startswith(USER_AGENT) and not reads:
                yield entry


class AuditLog:
    """Reads from a mark on, so that a test sees its own requests only."""

    def __init__(self, path: Path, api: Api) -> None:
        """Read `path`; `api` makes the requests that show how far the log has come."""
        self.path = path
        self._api = api

    def mark(self) -> int:
        """Return a place in the log after everything answered so far."""
        self._catch_up(0 if not self.path.exists() else self.path.stat().st_size)
        return self.path.stat().st_size

    def since(self, mark: int, user: str | None = None, user_agent: str = "") -> tuple[AuditEntry, ...]:
        """Return what was answered after `mark`, to `user` if given, and to agents whose name holds `user_agent`."""
        lines = self._catch_up(mark)
        entries = [AuditEntry.parse(line) for line in lines]
        return tuple(
            entry for entry in entries if user in (None, entry.user) and user_agent in entry.user_agent
        )  # fmt: skip

    @contextmanager
    def only_reads(self) -> Iterator[None]:
        """Hold everything the tool asks for within the block to get, list and watch, whichever process runs it.

        Raises:
            AssertionError: something else was asked for.
        """
        mark = self.mark()
        yield
        self.mark()
        with self.path.open("rb") as log:
            log.seek(mark)
            written = [str(each) for each in writes(line.decode("utf-8") for line in log if line.endswith(b"\n"))]
        assert not written, "the tool is to read only:\n" + "\n".join(written[:20])

    def _catch_up(self, mark: int) -> list[str]:
        """Return the whole lines after `mark`, once a request made now is among them, without that request."""
        token = f"audit-{secrets.token_hex(8)}"
        self._api.get("/version", marker=token)
        deadline = time.monotonic() + _TIMEOUT
        while time.monotonic() < deadline:
            with self.path.open("rb") as log:
                log.seek(mark)
                text = log.read().decode("utf-8")
            lines = text[: text.rfind("\n") + 1].splitlines()
            if any(token in line for line in lines):
                return [line for line in lines if "/version?marker=audit-" not in line]
            time.sleep(0.01)
        raise ClusterError(f"the audit log did not record a request within {_TIMEOUT:.0f} s")
