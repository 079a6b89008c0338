"""Pods that come, go and change while somebody looks, in a namespace with Services of known fates."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random
from typing import final

from tests.cluster.api import ApiError, Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, pod, service, service_port

RATE = 200.0
"""Changes of pods a second that are aimed at."""

THREADS = 12
MOST_PODS = 12
STEADY = ("steady", "wrong")
"""Services that nothing changes: one healthy, one whose selector matches nothing."""

SLOW = ("slow-0", "slow-1", "slow-2")
"""Services of which something changes now and then."""

BUSY = ("busy-0", "busy-1", "busy-2", "busy-3")
"""Services whose pods never rest."""

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
    """Threads that change pods until they are told to pause or to end; `changes` counts what they have done."""

    def __init__(self, namespace: Namespace, seed: int) -> None:
        self.changes: Counter[str] = Counter()
        self._namespace = namespace
        self._end = threading.Event()
        self._pauses = [threading.Lock() for _ in range(THREADS + 1)]
        self._threads = [
            threading.Thread(target=self._churn, args=(Random(f"{seed}/{number}"), number), daemon=True)  # noqa: S311
            for number in range(THREADS)
        ] + [threading.Thread(target=self._stroll, args=(Random(f"{seed}/slow"),), daemon=True)]  # noqa: S311

    def __enter__(self) -> Churn:
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        for each in self._threads:
            each.join()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let nothing change within the block."""
        for each in self._pauses:
            each.acquire()
        try:
            yield
        finally:
            for each in self._pauses:
                each.release()

    def _churn(self, random: Random, number: int) -> None:
        pods: dict[str, str] = {}
        made = 0
        while not self._end.is_set():
            started = time.monotonic()
            # A pod that something else took away meanwhile is no loss.
            with self._pauses[number], suppress(ApiError):
                made += self._change(random, pods, f"{number}-{made}")
                self.changes["pods"] += 1
            spent = time.monotonic() - started
            self._end.wait(max(0.001, THREADS / RATE - spent))

    def _change(self, random: Random, pods: dict[str, str], suffix: str) -> int:
        """Make a pod, take one away, or change one; 1 where one was made."""
        how = random.choice(("make", "take", "ready", "unready", "label"))
        if not pods or (how == "make" and len(pods) < MOST_PODS):
            app = random.choice(BUSY)
            name = f"{app}-{suffix}"
            pods[name] = app
            self._namespace.run_pod(pod(name, _CONTAINER, labels={"app": app}))
            return 1
        name = random.choice(sorted(pods))
        if how in {"make", "take"}:
            del pods[name]
            self._namespace.delete("Pod", name, gracePeriodSeconds=0)
        elif how == "label":
            label = random.choice((pods[name], "elsewhere"))
            self._namespace.patch("Pod", name, {"metadata": {"labels": {"app": label}}})
        else:
            ready = [{"type": "Ready", "status": str(how == "ready"), "lastTransitionTime": _now()}]
            self._namespace.patch_status(name, conditions=ready)
        return 0

    def _stroll(self, random: Random) -> None:
        """Change a Service, or the readiness of its pods, every second or so."""
        while not self._end.wait(random.uniform(0.2, 2.0)):
            with self._pauses[-1], suppress(ApiError):
                self._alter(random, random.choice(SLOW))
                self.changes["services"] += 1

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
