"""A format that does not show what was not requested does without the checks that would have needed it."""

import pytest
from msgspec.structs import replace

from kubectl_porttrace.diagnose.assembly import assemble
from kubectl_porttrace.diagnose.following import follow
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.question import EVERYTHING
from kubectl_porttrace.render import render
from kubectl_porttrace.render.formats import FORMATS
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Report
from tests.build import cluster, pod, service

NOT_REQUESTED = Unread("nodes", None, "not-requested", "nothing here depends on one")
FORBIDDEN = Unread("events", None, "forbidden", "events is forbidden")
BRIEF = [each.name for each in FORMATS if each.brief]


def reported(snapshot: Snapshot, *, brief: bool) -> Report:
    return assemble(snapshot, follow(snapshot, EVERYTHING).subjects, brief=brief)


@pytest.mark.parametrize("output", BRIEF)
def test_what_is_shown_is_the_same(output: str) -> None:
    snapshot = cluster(service(), pod(), unread=[NOT_REQUESTED])
    full, brief = reported(snapshot, brief=False), reported(snapshot, brief=True)
    assert [(each.resource, bool(each.affects)) for each in full.not_checked] == [("nodes", True)]
    assert brief == replace(full, not_checked=(replace(full.not_checked[0], affects=()),))
    assert render(brief, output, Screen(width=100)) == render(full, output, Screen(width=100))


def test_what_was_asked_for_in_vain_is_told_in_full() -> None:
    snapshot = cluster(service(), pod(), unread=[NOT_REQUESTED, FORBIDDEN])
    assert reported(snapshot, brief=True) == reported(snapshot, brief=False)
    assert all(each.affects for each in reported(snapshot, brief=True).not_checked)


def test_a_table_is_brief_and_what_machines_read_is_not() -> None:
    assert BRIEF == ["table"]
