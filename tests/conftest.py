"""What every test can use."""

import os
import sys

import pytest
from hypothesis import settings

# The same examples every run, so that a failure is somebody's change; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

# The programs of a cluster, and how they are held together, are not for Windows.
pytest_plugins = [] if sys.platform == "win32" else ["tests.cluster.fixtures", "tests.dataplane.fixtures"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the control plane, so that `-m "not cluster"` leaves it out."""
    for item in items:
        if {"control_plane", "programs"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("cluster")
