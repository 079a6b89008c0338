"""Every reason and message of the table, as recorded: the cause in the first line, and a next step."""

import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.read.files.manifests import read_files
from tests.incidents.incident import RECORDED
from tests.incidents.states.state import State
from tests.incidents.states.table import STATES, first_line


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_first_line_has_the_cause_and_the_fix_a_next_step(state: State) -> None:
    snapshot = read_files([str(RECORDED / "states" / f"{state.name}.json")], recursive=False)
    first = next(finding for finding in diagnose(snapshot).findings if finding.subject.name == state.name)
    assert first.code == state.code
    assert state.cause in first_line(first)
    assert bool(first.fix.command) != bool(state.unpasted)
    assert len(first.fix.text.split()) > 2


def test_every_state_has_a_name_of_its_own_and_a_source() -> None:
    assert len({state.name for state in STATES}) == len(STATES) >= 60
    assert all(".go:" in state.source for state in STATES)


def test_nothing_else_is_recorded() -> None:
    assert {file.stem for file in (RECORDED / "states").iterdir()} == {state.name for state in STATES}
