"""The cluster that is measured: its fixture, the environment commands run in, and the slow link to it."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from bench.fill import fill, is_empty, is_filled
from bench.server import Meter
from bench.size import Size
from tests.cluster.api import Api
from tests.cluster.cache import cache_directory
from tests.cluster.cluster import Cluster
from tests.cluster.connection import Connection
from tests.cluster.plugin import Porttrace, executable
from tests.cluster.serve import ensure_served, stop_served


@dataclass(frozen=True)
class Stage:
    """A filled cluster. `slow` is the kubeconfig that uses the slow link, `folder` is for files that runs write.

    `meter` reads what runs cost the API server.
    """

    size: Size
    environment: Mapping[str, str]
    slow: Path
    folder: Path
    filled_in: float | None
    meter: Meter

    @property
    def porttrace(self) -> str:
        """The installed program."""
        return str(executable())


def cluster_directory() -> Path:
    """Return the folder of the benchmark's own cluster, apart from that of the tests."""
    return cache_directory() / "bench"


@contextmanager
def staged(size: Size) -> Iterator[Stage]:
    """A cluster with the fixture of `size`: the one that was kept if it holds just that, else a new one."""
    connection, filled_in = _filled_cluster(size)
    with TemporaryDirectory(prefix="porttrace-bench-") as folder, slow_link(connection, Path(folder)) as slow:
        environment = Porttrace(Cluster(connection), "default", Path(folder)).environment()
        # As users have it: modules are compiled once and kept, output is buffered, whatever this shell sets for Python.
        usual = {name: value for name, value in environment.items() if not name.startswith("PYTHON")}
        yield Stage(size, {**usual, "COLUMNS": "100"}, slow, Path(folder), filled_in, Meter(connection))


def _filled_cluster(size: Size) -> tuple[Connection, float | None]:
    """Return the cluster and how long filling it took; one that holds something else is replaced."""
    connection = ensure_served(cluster_directory())
    with closing(Api(connection)) as api:
        if is_filled(api, size):
            return connection, None
        if is_empty(api):
            return connection, fill(api, size)
    end_cluster()
    return _filled_cluster(size)


def end_cluster() -> bool:
    """End the benchmark's cluster; False if none ran."""
    return stop_served(cluster_directory())


@contextmanager
def slow_link(connection: Connection, folder: Path) -> Iterator[Path]:
    """Relay to the API server through `bench.link`, and give the kubeconfig that connects to the relay."""
    command = [sys.executable, "-m", "bench.link", urlsplit(connection.server).netloc]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent) as link:
        try:
            port = link.stdout.readline().strip() if link.stdout else ""
            detour = replace(connection, server=f"https://127.0.0.1:{port}", directory=str(folder))
            yield detour.kubeconfig()
        finally:
            link.terminate()


def load() -> float:
    """Return how busy the machine was in the last minute, in processes."""
    return round(os.getloadavg()[0], 1)
