"""Fixtures for tests that need a real cluster: one control plane per run, a namespace per test.

Each worker of a run has one of its own, so that no two tests run in one at the same time: kinds that one serves, rights
that it gives and requests that it counts are not those of another. `PORTTRACE_TEST_CLUSTER=DIRECTORY` uses the one that
`python -m tests.cluster.up` left running.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.cluster.build import Programs, find_or_build
from tests.cluster.cluster import Cluster
from tests.cluster.connection import Connection
from tests.cluster.control_plane import ControlPlane
from tests.cluster.go_toolchain import BuildError
from tests.cluster.namespace import Namespace
from tests.cluster.plugin import Porttrace
from tests.cluster.served_kinds import serve_all

REUSE = "PORTTRACE_TEST_CLUSTER"


@pytest.fixture(scope="session")
def programs(request: pytest.FixtureRequest) -> Programs:
    """The control plane's programs, built if need be; the progress line is shown while it lasts."""
    capture = request.config.pluginmanager.getplugin("capturemanager")
    try:
        if capture is None:
            return find_or_build()
        with capture.global_and_fixture_disabled():
            return find_or_build()
    except BuildError as error:
        pytest.exit(f"{error.details.rstrip()}\nerror: {error}", returncode=1)


@pytest.fixture(scope="session")
def control_plane(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """The one cluster of this run. At the end of the run its audit log proves that the tool has only read."""
    with ExitStack() as stack:
        cluster = Cluster(_connection(request, stack))
        stack.callback(cluster.close)
        serve_all(cluster)
        stack.enter_context(cluster.audit.only_reads())
        yield cluster


def _connection(request: pytest.FixtureRequest, stack: ExitStack) -> Connection:
    reused = os.environ.get(REUSE)
    if reused:
        try:
            return Connection.load(Path(reused))
        except FileNotFoundError:
            pytest.exit(f"error: {REUSE} is set, but no cluster runs in {reused}: unset it, or `make cluster`", 1)
    programs: Programs = request.getfixturevalue("programs")
    return stack.enter_context(ControlPlane(programs=programs)).connection


@pytest.fixture
def namespace(control_plane: Cluster) -> Iterator[Namespace]:
    """A fresh namespace, deleted after the test without waiting for it."""
    fresh = control_plane.new_namespace()
    yield fresh
    fresh.remove()


@pytest.fixture
def porttrace(control_plane: Cluster, namespace: Namespace, tmp_path: Path) -> Porttrace:
    """`kubectl porttrace` in the test's namespace: `porttrace("web", "-o", "json", user="no-pods")`."""
    return Porttrace(control_plane, namespace.name, tmp_path)
