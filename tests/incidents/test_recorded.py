"""The incidents as they were recorded: advice that hurts nobody who follows it."""

import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.read.files.manifests import read_files
from tests.incidents.incident import INCIDENTS, RECORDED, Incident

SHOP = "shop"


@pytest.mark.parametrize("incident", INCIDENTS, ids=str)
def test_the_first_finding_gives_safe_advice(incident: Incident) -> None:
    snapshot = read_files([str(RECORDED / f"{incident.name}.json")], recursive=False)
    about = (finding for finding in diagnose(snapshot).findings if finding.subject.name == incident.service)
    first = next(about)
    assert (first.code, first.fix.text, first.fix.command) == (incident.code, incident.fix_in(SHOP), None)
