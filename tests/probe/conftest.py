"""The stage that the tests of this folder share, with a pod for each kind of listener."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.build import Programs
from tests.probe.cases import CASES, RANDOM_PODS
from tests.probe.stage import Stage


@pytest.fixture(scope="session")
def stage(
    nftables_here: None,  # noqa: ARG001 - skips
    programs: Programs,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stage]:
    """A control plane that reaches into the pods' namespaces."""
    folder: Path = tmp_path_factory.mktemp("probe")
    names = [*(case.name for case in CASES), *RANDOM_PODS]
    with Stage(programs, folder, names) as started:
        yield started
