"""What every test can use."""

import pytest

pytest_plugins = ["tests.cluster.fixtures", "tests.dataplane.fixtures"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the control plane, so that `-m "not cluster"` leaves it out."""
    for item in items:
        if {"control_plane", "programs"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("cluster")
