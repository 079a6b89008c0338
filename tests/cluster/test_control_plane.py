"""The control plane itself: what every other end-to-end test takes for granted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cluster.api import Api, resource_path
from tests.cluster.build import Programs
from tests.cluster.cluster import Cluster
from tests.cluster.connection import Connection
from tests.cluster.control_plane import ControlPlane
from tests.cluster.fixtures import REUSE
from tests.cluster.serve import ensure_served, stop_served

_ROOT = Path(__file__).parents[2]


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _started_for(directory: Path) -> list[str]:
    """Return the command lines of processes that run for the control plane of `directory`."""
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "args="], capture_output=True, text=True, check=True)
    return [line for line in listed.stdout.splitlines() if str(directory) in line]


def _all_end(directory: Path) -> bool:
    """Say whether the processes of `directory` are gone, or soon are: ended, a process takes a moment to go."""
    deadline = time.monotonic() + 120
    while _started_for(directory) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not _started_for(directory)


def test_server_is_the_version_asked_for(control_plane: Cluster) -> None:
    assert control_plane.api().get("/version")["gitVersion"].startswith("v1.")
    assert "Server Version: v1." in control_plane.kubectl("version").stdout


def test_two_do_not_clash_and_end_without_a_trace(programs: Programs, tmp_path: Path) -> None:
    with ControlPlane(tmp_path / "a", programs) as a, ControlPlane(tmp_path / "b", programs) as b:
        assert a.connection.server != b.connection.server
        for plane, name in ((a, "only-in-a"), (b, "only-in-b")):
            api = Api(plane.connection)
            api.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})
            names = {each["metadata"]["name"] for each in api.get(resource_path("Namespace"))["items"]}
            api.close()
            assert {each for each in names if each.startswith("only-")} == {name}
        pids = [*a.pids().values(), *b.pids().values()]
        assert len(pids) == 10
    assert not [pid for pid in pids if _runs(pid)]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("programs")
def test_ends_with_its_process_even_if_that_is_killed(tmp_path: Path) -> None:
    directory = tmp_path / "killed"
    code = (
        "import sys, time; from pathlib import Path; from tests.cluster.control_plane import ControlPlane\n"
        "with ControlPlane(Path(sys.argv[1])) as plane: print(*plane.pids().values(), flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", code, directory], cwd=_ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        pids = [int(pid) for pid in run.stdout.readline().split()]
        assert len(pids) == 5
        assert all(_runs(pid) for pid in pids)
        run.kill()
    assert _all_end(directory)


@pytest.mark.usefixtures("programs")
def test_served_one_is_shared_and_ends_when_told(tmp_path: Path) -> None:
    directory = tmp_path / "served"
    first = ensure_served(directory)
    try:
        assert ensure_served(directory) == first
    finally:
        assert stop_served(directory)
    assert _all_end(directory)
    assert not stop_served(directory)
    with pytest.raises(FileNotFoundError):
        Connection.load(directory)


@pytest.mark.usefixtures("programs")
def test_served_one_that_was_killed_is_replaced(tmp_path: Path) -> None:
    directory = tmp_path / "served"
    first = ensure_served(directory)
    os.kill(int(directory.with_suffix(".lock").read_text("utf-8")), signal.SIGKILL)
    assert _all_end(directory)
    try:
        assert ensure_served(directory) != first
    finally:
        assert stop_served(directory)


def test_up_prints_what_a_shell_can_take_and_down_ends_it(programs: Programs, tmp_path: Path) -> None:
    # The cluster is to be in a cache of its own, the programs are those there are.
    (tmp_path / programs.stages.parent.name).symlink_to(programs.stages.parent)
    environment = os.environ | {"PORTTRACE_CACHE": str(tmp_path)}

    def run(*command: str) -> str:
        return subprocess.run(
            command, cwd=_ROOT, env=environment, capture_output=True, text=True, check=True
        ).stdout  # fmt: skip

    script = (
        f'eval "$({sys.executable} -m tests.cluster.up)" && {programs["kubectl"]} get nodes -o name && echo ${REUSE}'
    )
    assert run("sh", "-c", script).split() == [
        *(f"node/{name}-{index}" for name in ("hand", "node") for index in range(3)),
        str(tmp_path / "running"),
    ]
    assert run(sys.executable, "-m", "tests.cluster.down") == "the test cluster has ended\n"
    assert run(sys.executable, "-m", "tests.cluster.down") == "no test cluster was running\n"
    assert _all_end(tmp_path)
