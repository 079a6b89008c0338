"""An API server that is watched, of which a test says what each watch tells and how it ends."""

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.cluster.answers import Begun, HttpAnswer
from tests.read.scripted import answer

PATIENCE = 120.0


def object_line(kind: str, type_: str, name: str, version: int, **more: Any) -> bytes:
    """A line about one object of the namespace `shop`."""
    metadata = {"name": name, "namespace": "shop", "resourceVersion": str(version), "uid": f"uid-{name}"}
    return json.dumps({"type": type_, "object": {"kind": kind, "metadata": metadata, **more}}).encode()


def bookmark(version: int) -> bytes:
    """A line that tells how far the watch is."""
    metadata = {"resourceVersion": str(version)}
    return json.dumps({"type": "BOOKMARK", "object": {"kind": "Pod", "metadata": metadata}}).encode()


def error(code: int) -> bytes:
    """A line that ends the watch."""
    status = {"kind": "Status", "code": code, "message": "too old resource version"}
    return json.dumps({"type": "ERROR", "object": status}).encode()


@dataclass
class Told:
    """One watch: the lines it tells, and how it goes on: it ends, it breaks, or it waits until it is closed."""

    lines: Iterable[bytes] = ()
    then: str = "waits"
    closed: threading.Event = field(default_factory=threading.Event)

    def __iter__(self) -> Iterator[bytes]:
        yield from self.lines
        if self.then == "waits":
            self.closed.wait(PATIENCE)
        if self.then == "breaks":
            raise UnreachableError("the connection broke")

    def close(self) -> None:
        self.closed.set()


@dataclass
class Watchable:
    """Answers lists by `lists`, and watches one after the other by `watches`; the last of these for ever."""

    lists: Callable[[str], HttpAnswer]
    watches: list[Told | HttpAnswer | UnreachableError] = field(default_factory=list)
    url: str = "https://scripted"
    listed: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    followed: list[tuple[str, dict[str, str], str]] = field(default_factory=list)

    def get(self, path: str, query: dict[str, str], accept: str, begun: Begun | None = None) -> HttpAnswer:  # noqa: ARG002 - as a server has it
        self.listed.append((path, query))
        return self.lists(path)

    def follow(self, path: str, parameters: Mapping[str, str], accept: str, silence: float) -> Told | HttpAnswer:  # noqa: ARG002
        self.followed.append((path, dict(parameters), accept))
        act = self.watches.pop(0) if len(self.watches) > 1 else self.watches[0]
        if isinstance(act, UnreachableError):
            raise act
        return act

    @property
    def versions(self) -> list[str]:
        """The versions from which it was watched."""
        return [parameters["resourceVersion"] for _, parameters, _ in self.followed]


def listing(kind: str, version: int, *names: str) -> HttpAnswer:
    """A list of objects of the namespace `shop`."""
    items = [{"metadata": {"name": name, "namespace": "shop", "uid": f"uid-{name}"}} for name in names]
    return answer({"kind": f"{kind}List", "metadata": {"resourceVersion": str(version)}, "items": items})


def wait_for(holds: Callable[[], object], what: str, each: Callable[[], object] = lambda: None) -> None:
    """Return once it holds, and do something each time that it does not. AssertionError where it never does."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"waited for {what}"
        each()
        time.sleep(0.005)
