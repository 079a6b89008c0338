"""What is printed of looks, line by line."""

import json
from datetime import datetime, timedelta, timezone

from msgspec.structs import replace

from kubectl_porttrace.report.v1 import Report
from kubectl_porttrace.watch.loop import Look
from kubectl_porttrace.watch.shows import Documents, Lines, Notes, Show
from tests.build import pod, service
from tests.watch.looks import report

AT = datetime(2026, 11, 22, 12, 3, 11, tzinfo=timezone.utc)
WIRED = report(service(), pod())
BROKEN = report(service(), pod(ready=False))


def shown(show: Show, *reports: Report | None) -> None:
    for number, each in enumerate(reports):
        show.look(Look(each), AT + timedelta(seconds=number))
        show.tick()
    show.close()


def lines_of(*reports: Report | None) -> list[str]:
    written: list[str] = []
    shown(Lines(written.append, written.append, routes=False, selected=False), *reports)
    return "".join(written).splitlines()


def test_at_first_all_is_told_and_then_what_changes() -> None:
    assert lines_of(BROKEN, BROKEN, WIRED, None) == [
        "12:03:11 shop/web 80: broken (PTP07)",
        "12:03:13 shop/web 80: broken -> wired (1 pod is no longer behind it; 1 pod became ready)",
        "12:03:14 shop/web 80: wired -> absent (the Service was deleted)",
    ]


def test_with_problems_alone_what_is_well_at_first_is_left_out() -> None:
    written: list[str] = []
    lines = Lines(written.append, written.append, routes=False, selected=False, problems=True)
    shown(lines, WIRED, BROKEN, WIRED)
    assert [line[9:].partition(" (")[0] for line in "".join(written).splitlines()] == [
        "shop/web 80: wired -> broken",
        "shop/web 80: broken -> wired",
    ]
    written.clear()
    shown(Lines(written.append, written.append, routes=False, selected=False, problems=True), BROKEN)
    assert "".join(written) == "12:03:11 shop/web 80: broken (PTP07)\n"


def test_nothing_at_first_is_no_line() -> None:
    assert lines_of(None, WIRED) == ["12:03:12 shop/web 80: absent -> wired (the Service was created)"]


def test_names_cannot_steer_a_terminal() -> None:
    hostile = replace(WIRED, services=(replace(WIRED.services[0], name="web\x1b[2J"),))
    assert lines_of(hostile) == ["12:03:11 shop/web [2J 80: wired"]


def test_a_document_is_a_line_and_comes_with_a_change() -> None:
    written: list[str] = []
    later = replace(WIRED, source=replace(WIRED.source, observed_at=WIRED.source.observed_at + timedelta(hours=1)))
    shown(Documents(written.append, written.append), WIRED, later, None, BROKEN, WIRED)
    assert [text.count("\n") for text in written] == [1, 1, 1]
    documents = [json.loads(text) for text in written]
    assert [each["services"][0]["verdict"] for each in documents] == ["wired", "broken", "wired"]
    assert {each["kind"] for each in documents} == {"PortTraceReport"}


def test_a_document_comes_where_another_object_is_to_be_changed() -> None:
    """One pod of two stays unready: which one it is tells what to look at."""
    written: list[str] = []
    looks = (
        report(service(), *(pod(name=name, ready=name != unready) for name in ("web-0", "web-1")))
        for unready in ("web-0", "web-1")
    )
    shown(Documents(written.append, written.append), *looks)
    assert [json.loads(text)["findings"][0]["object"]["name"] for text in written] == ["web-0", "web-1"]


def test_notes_have_a_time() -> None:
    said: list[str] = []
    show = Notes(said.append)
    show.note("the API server does not\x07 answer", AT)
    shown(show, WIRED)
    assert said == ["12:03:11 the API server does not  answer\n"]
