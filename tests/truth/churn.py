"""Pods that come, go and change while somebody looks, in a namespace with Services of known fates."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random
from typing import final

from tests.cluster.api import ApiError, Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.truth.churning import BUSY
from tests.truth.shop_floor import is_settled

PROCESSES = 3
"""So many change pods at once: together some two hundred times a second, on a machine that does nothing else."""

STEADY = ("steady", "wrong")
"""Services that nothing changes: one healthy, one whose selector matches nothing."""

SLOW = ("slow-0", "slow-1", "slow-2")
"""Services of which something changes now and then."""

_PATIENCE = 120.0
_BETWEEN_CHANGES = 20.0
_CONTAINER = container("app", container_port(8080, "http"))


def fill(namespace: Namespace) -> None:
    """Make the Services, and the pods of those that have some at first."""
    for name in (*STEADY, *SLOW, *BUSY):
        labels = {"app": f"{name}-typo"} if name == "wrong" else {"app": name}
        namespace.create(service(name, service_port(80, "http"), selector=labels))
    for name in (*STEADY, *SLOW):
        for number in range(2):
            namespace.run_pod(pod(f"{name}-{number}", _CONTAINER, labels={"app": name}))
    for name in ("steady", *SLOW):
        namespace.wait_for_endpoints(name, ready=2)


@final
class Churn:
    """Processes that change pods, and a thread that changes Services now and then, until the block ends."""

    def __init__(self, namespace: Namespace, directory: str, seed: int) -> None:
        """Change things in a namespace of the cluster whose connection is kept in a directory."""
        self._namespace = namespace
        self._command = [sys.executable, "-m", "tests.truth.churning", directory, namespace.name]
        self._seed = seed
        self._processes: list[subprocess.Popen[str]] = []
        self._end = threading.Event()
        self._pause = threading.Lock()
        random = Random(f"{seed}/slow")  # noqa: S311 - a test, not a secret
        self._thread = threading.Thread(target=self._stroll, args=(random,), daemon=True)

    def __enter__(self) -> Churn:
        for number in range(PROCESSES):
            # Addresses that neither another process nor the tests' own workers give out.
            environment = {**os.environ, "PYTEST_XDIST_WORKER": f"gw{5 + number}"}
            command = [*self._command, f"{self._seed}-{number}"]
            self._processes.append(
                subprocess.Popen(
                    command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
                )
            )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()
        for each in self._processes:
            each.communicate(timeout=_PATIENCE)

    @property
    def changes(self) -> int:
        """How often a pod has been changed so far."""
        return sum(self._say("count"))

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let nothing change within the block."""
        with self._pause:
            self._say("pause")
            try:
                yield
            finally:
                for each in self._processes:
                    assert each.stdin is not None
                    each.stdin.write("go\n")

    def _say(self, word: str) -> list[int]:
        """Say a word to all, and return what each has changed so far."""
        for each in self._processes:
            assert each.stdin is not None
            each.stdin.write(f"{word}\n")
        told = (each.stdout.readline() for each in self._processes if each.stdout is not None)
        return list(map(int, told))

    def _stroll(self, random: Random) -> None:
        """Change a Service, or the readiness of its pods, every second or so."""
        while not self._end.wait(random.uniform(0.2, 2.0)):
            with self._pause, suppress(ApiError):
                self._alter(random, random.choice(SLOW))

    def _alter(self, random: Random, name: str) -> None:
        how = random.choice(("selector", "target", "ready"))
        if how == "selector":
            change: Manifest = {"selector": {"app": random.choice((name, f"{name}s"))}}
            self._namespace.patch("Service", name, {"spec": change})
        elif how == "target":
            ports = [service_port(80, random.choice(("http", "htpp")), protocol="TCP")]
            self._namespace.patch("Service", name, {"spec": {"ports": ports}})
        else:
            status = str(random.random() < 0.6)
            for number in range(2):
                ready = [{"type": "Ready", "status": status, "lastTransitionTime": _now()}]
                self._namespace.patch_status(f"{name}-{number}", conditions=ready)


def settle(namespace: Namespace) -> None:
    """Wait until the controllers have nothing left to do; AssertionError if that takes longer than any of them needs.

    Where the EndpointSlice controller reads older slices than it has written, it tries that Service again after 1, 2,
    4, up to 1,000 seconds (`maxSyncBackOff` in pkg/controller/endpointslice/endpointslice_controller.go), one step more
    for each failure in a row; slices that change all the time make many. A change of a Service makes it try at once.
    """
    changed = time.monotonic()

    def is_done() -> bool:
        nonlocal changed
        if is_settled(namespace):
            return True
        if time.monotonic() - changed > _BETWEEN_CHANGES:
            changed = time.monotonic()
            for name in BUSY:
                namespace.patch("Service", name, {"metadata": {"annotations": {"changed": str(changed)}}})
        return False

    namespace.wait_for(is_done, "the controllers")


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def versions(namespace: Namespace) -> dict[str, frozenset[tuple[str, str]]]:
    """What every Service consists of: itself, its slices and all that is called after it, each with its version."""
    found: dict[str, set[tuple[str, str]]] = {name: set() for name in (*STEADY, *SLOW, *BUSY)}
    for kind in ("Service", "EndpointSlice", "Pod"):
        for each in namespace.objects(kind):
            name, version = each["metadata"]["name"], each["metadata"]["resourceVersion"]
            for app, members in found.items():
                if name == app or name.startswith(f"{app}-"):
                    members.add((f"{kind}/{name}", version))
    return {app: frozenset(members) for app, members in found.items()}
