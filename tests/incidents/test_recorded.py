"""The incidents as they were recorded: advice that hurts nobody who follows it."""

import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.read.files.manifests import read_files
from tests.build import asking
from tests.incidents.incident import INCIDENTS, RECORDED, Incident
from tests.incidents.overlooked import OVERLOOKED, Overlooked

SHOP = "shop"


@pytest.mark.parametrize("incident", INCIDENTS, ids=str)
def test_the_first_finding_gives_safe_advice(incident: Incident) -> None:
    snapshot = read_files([str(RECORDED / f"{incident.name}.json")], recursive=False)
    about = (finding for finding in diagnose(snapshot).findings if finding.subject.name == incident.service)
    first = next(about)
    assert (first.code, first.fix.text, first.fix.command) == (incident.code, incident.fix_in(SHOP), None)


@pytest.mark.parametrize("overlooked", OVERLOOKED, ids=str)
def test_what_is_easily_overlooked_is_told(overlooked: Overlooked) -> None:
    snapshot = read_files([str(RECORDED / f"{overlooked.name}.json")], recursive=False)
    report = diagnose(snapshot, asking(overlooked.service))
    assert [each.verdict for each in report.services] == [overlooked.verdict]
    told = tuple((each.code, each.severity) for each in report.findings if each.severity != "note")
    assert told == overlooked.findings
