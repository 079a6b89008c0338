"""Programs that end by themselves."""

import time
from pathlib import Path
from typing import NoReturn

import pytest

from tests.cluster.processes import ClusterError, Processes

ENDS = "#!/bin/sh\necho started >> starts\nexit 2\n"


@pytest.mark.parametrize("starts", [1, 3])
def test_a_program_that_ends_is_started_so_often_and_no_more(tmp_path: Path, starts: int) -> None:
    program = tmp_path / "program"
    program.write_text(ENDS)
    program.chmod(0o755)
    processes = Processes()
    processes.start("program", tmp_path, program, starts=starts)
    with pytest.raises(ClusterError, match="program ended with 2"):
        _check_alive_for_ever(processes)
    processes.stop()
    assert (tmp_path / "starts").read_text().splitlines() == ["started"] * starts


def test_a_program_that_was_killed_stays_so(tmp_path: Path) -> None:
    processes = Processes()
    processes.start("sleep", tmp_path, Path("/bin/sleep"), "600", starts=3)
    processes.kill("sleep")
    with pytest.raises(ClusterError, match="sleep ended with -9"):
        processes.check_alive()
    processes.stop()


def _check_alive_for_ever(processes: Processes) -> NoReturn:
    while True:
        processes.check_alive()
        time.sleep(0.01)
