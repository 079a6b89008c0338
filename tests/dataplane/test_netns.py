"""Namespaces end with the run that made them, or with the next run."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.dataplane.netns import DataPlaneError, Namespaces, path_of, remove_leftovers, run_ip
from tests.dataplane.requirements import lacks_nftables

_MISSING = lacks_nftables()
pytestmark = pytest.mark.skipif(_MISSING is not None, reason=f"no network namespaces here: {_MISSING}")

_ROOT = Path(__file__).parents[2]
_DIES = """
import os, signal
from tests.dataplane.netns import Namespaces
print(*Namespaces().make("one", "two"), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_namespaces_are_removed() -> None:
    namespaces = Namespaces()
    made = namespaces.make("one", "two")
    assert all(path_of(name).exists() for name in made)
    namespaces.remove()
    assert not any(path_of(name).exists() for name in made)


def test_two_of_one_run_do_not_meet() -> None:
    first, second = Namespaces(), Namespaces()
    try:
        assert first.make("one") != second.make("one")
    finally:
        first.remove()
        second.remove()


def test_a_killed_run_leaves_its_namespaces_to_the_next() -> None:
    ours = Namespaces()
    (kept,) = ours.make("kept")
    try:
        killed = subprocess.run([sys.executable, "-c", _DIES], cwd=_ROOT, capture_output=True, text=True, check=False)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        left = killed.stdout.split()
        # They were there: what begins elsewhere at this moment may have removed them already.
        assert len(left) == 2
        remove_leftovers()
        assert not any(path_of(name).exists() for name in left)
        assert path_of(kept).exists(), "the namespaces of a run that lives are not leftovers"
    finally:
        ours.remove()


def test_a_process_of_the_same_id_is_not_the_same_run() -> None:
    """Ids are used again: what began at another time is another process."""
    name = f"porttrace-{os.getpid()}.1-0-one"
    run_ip([f"netns add {name}"])
    remove_leftovers()
    assert not path_of(name).exists()


def test_a_namespace_of_another_name_is_not_touched() -> None:
    name = f"others-{os.getpid()}"
    run_ip([f"netns add {name}"])
    try:
        remove_leftovers()
        assert path_of(name).exists()
    finally:
        run_ip([f"netns delete {name}"])


def test_what_ip_refuses_is_told() -> None:
    with pytest.raises(DataPlaneError, match="does-not-exist"):
        run_ip(["link set does-not-exist up"])
