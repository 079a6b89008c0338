"""A process that changes pods as fast as it is let: `python -m tests.truth.churning DIRECTORY NAMESPACE SEED`.

It goes on until standard input ends, pauses on the line `pause`, and says for each line how much it has changed so far.
A process of its own, for the program that is tried meanwhile not to share one interpreter with it.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from random import Random
from typing import final

from tests.cluster.api import Api, ApiError
from tests.cluster.connection import Connection
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, pod

THREADS = 4
MOST_PODS = 10
BUSY = ("busy-0", "busy-1", "busy-2", "busy-3")
"""Services whose pods never rest."""

_CONTAINER = container("app", container_port(8080, "http"))
_HOW = ("make", "take", "label", *["ready", "unready"] * 4)
"""Status is what changes most in a cluster too."""


def main() -> None:
    """Change pods, and do what is said on standard input."""
    directory, name, seed = sys.argv[1:]
    with closing(Api(Connection.load(Path(directory)))) as api:
        churning = [Churning(Namespace(api, name), f"{seed}-{number}") for number in range(THREADS)]
        for each in churning:
            each.thread.start()
        for line in sys.stdin:
            with ExitStack() as stack:
                for each in churning:
                    stack.enter_context(each.paused())
                sys.stdout.write(f"{sum(each.changes for each in churning)}\n")
                sys.stdout.flush()
                if line == "pause\n":
                    sys.stdin.readline()
        for each in churning:
            each.end.set()
        for each in churning:
            each.thread.join()


@final
class Churning:
    """One thread with pods of its own; each change is one write to the API server."""

    def __init__(self, namespace: Namespace, seed: str) -> None:
        self.changes = 0
        self.end = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self._namespace = namespace
        self._seed = seed
        self._random = Random(seed)  # noqa: S311 - a test, not a secret
        self._pause = threading.Lock()
        self._pods: dict[str, str] = {}
        self._made = 0

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let it change nothing within the block."""
        with self._pause:
            yield

    def _run(self) -> None:
        while not self.end.is_set():
            # A pod that something else took away meanwhile is no loss.
            with self._pause, suppress(ApiError):
                self._change()
            # A lock is not fair: whoever waits for it gets it in this moment.
            time.sleep(0.0005)

    def _change(self) -> None:
        how = self._random.choice(_HOW)
        if not self._pods or (how == "make" and len(self._pods) < MOST_PODS):
            self._make()
            return
        name = self._random.choice(sorted(self._pods))
        if how in {"make", "take"}:
            del self._pods[name]
            self._namespace.delete("Pod", name, gracePeriodSeconds=0)
        elif how == "label":
            label = self._random.choice((self._pods[name], "elsewhere"))
            self._namespace.patch("Pod", name, {"metadata": {"labels": {"app": label}}})
        else:
            status = str(how == "ready")
            now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            ready = [{"type": "Ready", "status": status, "lastTransitionTime": now}]
            self._namespace.patch_status(name, conditions=ready)
        self.changes += 1

    def _make(self) -> None:
        app = self._random.choice(BUSY)
        name = f"{app}-{self._seed}-{self._made}"
        self._made += 1
        self._pods[name] = app
        self._namespace.run_pod(pod(name, _CONTAINER, labels={"app": app}))
        # Made, and brought to its state.
        self.changes += 2


if __name__ == "__main__":
    main()
