"""What fails in a cluster while somebody looks: each fault comes, lasts a moment, and is over."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from random import Random
from typing import final

from tests.cluster.api import Api, ApiError
from tests.cluster.cluster import Cluster
from tests.cluster.control_plane import ControlPlane
from tests.cluster.namespace import Namespace
from tests.truth.churn import SLOW

_PATIENCE = 180.0
_REST = 1.0
"""Seconds without a fault between two of them, for whole answers to be seen as well."""


@final
class Breakdown:
    """A thread that breaks a control plane in one way after the other; `faults` counts them."""

    def __init__(self, plane: ControlPlane, shaken: Namespace, seed: int) -> None:
        """Break `plane`, and change things in the namespace `shaken`."""
        self.faults: Counter[str] = Counter()
        self._plane = plane
        self._shaken = shaken
        self._random = Random(seed)  # noqa: S311 - a test, not a secret
        self._end = threading.Event()
        self._failed: list[BaseException] = []
        self._thread = threading.Thread(target=self._run, daemon=True)

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Break things within the block, and leave all mended."""
        self._thread.start()
        try:
            yield
        finally:
            self._end.set()
            self._thread.join()
        for error in self._failed:
            raise error

    def _run(self) -> None:
        ways: list[Callable[[], None]] = [
            self._api_server_killed,
            self._controllers_stop,
            self._etcd_killed,
            self._api_server_hangs,
            self._etcd_hangs,
        ]
        try:
            while not self._end.is_set():
                for way in ways:
                    if not self._end.wait(self._random.uniform(0, _REST)):
                        way()
                        self.faults[way.__name__.strip("_").replace("_", " ")] += 1
                        self._wait_until_ready()
        except BaseException as error:  # noqa: BLE001 - raised again where the test is
            self._failed.append(error)

    def _etcd_killed(self) -> None:
        with self._dead("etcd"):
            self._last()

    def _api_server_killed(self) -> None:
        with self._dead("kube-apiserver"):
            self._last()

    def _etcd_hangs(self) -> None:
        with self._stopped("etcd"):
            self._last()

    def _api_server_hangs(self) -> None:
        with self._stopped("kube-apiserver"):
            self._last()

    def _controllers_stop(self) -> None:
        """Pods change, and nobody brings the slices in line."""
        with self._stopped("kube-controller-manager"), suppress(ApiError, OSError):
            for name in SLOW:
                ready = [{"type": "Ready", "status": str(self._random.random() < 0.5)}]
                self._shaken.patch_status(f"{name}-0", conditions=ready)
            self._last()

    def _last(self) -> None:
        self._end.wait(self._random.uniform(0.3, 1.5))

    @contextmanager
    def _dead(self, program: str) -> Iterator[None]:
        self._plane.processes.kill(program)
        try:
            yield
        finally:
            self._plane.processes.start_again(program)

    @contextmanager
    def _stopped(self, program: str) -> Iterator[None]:
        self._plane.processes.send(program, signal.SIGSTOP)
        try:
            yield
        finally:
            self._plane.processes.send(program, signal.SIGCONT)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            with suppress(ApiError, OSError), closing(Api(self._plane.connection)) as api:
                api.get("/readyz")
                return
            time.sleep(0.1)
        raise AssertionError(f"the control plane did not recover within {_PATIENCE:.0f} s of {dict(self.faults)}")


def doomed(cluster: Cluster, fill: Callable[[Namespace], None]) -> tuple[Namespace, threading.Timer]:
    """A filled namespace, and what deletes it a moment after it was started."""
    namespace = cluster.new_namespace("doomed")
    fill(namespace)
    return namespace, threading.Timer(0.05, namespace.remove)
