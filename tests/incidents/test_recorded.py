"""The incidents as they were recorded: the cause in the first line, and advice that hurts nobody who follows it."""

import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.read.files.manifests import read_files
from tests.build import asking
from tests.incidents.incident import INCIDENTS, RECORDED, Incident
from tests.incidents.overlooked import OVERLOOKED, Overlooked
from tests.incidents.states.state import State
from tests.incidents.states.table import STATES, first_line

SHOP = "shop"


@pytest.mark.parametrize("incident", INCIDENTS, ids=str)
def test_the_first_finding_gives_safe_advice(incident: Incident) -> None:
    snapshot = read_files([str(RECORDED / f"{incident.name}.json")], recursive=False)
    about = (finding for finding in diagnose(snapshot).findings if finding.subject.name == incident.service)
    first = next(about)
    assert (first.code, first.fix.text, first.fix.command) == (incident.code, incident.fix_in(SHOP), None)
    assert incident.cause in first_line(first)


@pytest.mark.parametrize("overlooked", OVERLOOKED, ids=str)
def test_what_is_easily_overlooked_is_told(overlooked: Overlooked) -> None:
    snapshot = read_files([str(RECORDED / f"{overlooked.name}.json")], recursive=False)
    report = diagnose(snapshot, asking(overlooked.service))
    assert [each.verdict for each in report.services] == [overlooked.verdict]
    told = tuple((each.code, each.severity) for each in report.findings if each.severity != "note")
    assert told == overlooked.findings
    assert overlooked.cause in first_line(report.findings[0])
    assert bool(report.findings[0].fix.command) != bool(overlooked.unpasted)


def test_every_recorded_incident_is_held_to_its_cause_and_next_step() -> None:
    held: tuple[Incident | Overlooked | State, ...] = (*INCIDENTS, *OVERLOOKED, *STATES)
    assert all(each.cause for each in held)
    recorded = {file.stem for file in (*RECORDED.glob("*.json"), *(RECORDED / "states").glob("*.json"))}
    assert {each.name for each in held} == recorded
