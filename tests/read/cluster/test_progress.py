import io

import pytest

from kubectl_porttrace.read.cluster import progress
from kubectl_porttrace.read.cluster.progress import ProgressLine
from kubectl_porttrace.read.cluster.query import Query

PODS = Query("Pod", None)


def test_counts_the_longest_lists_first() -> None:
    line = ProgressLine(None)
    line.count(PODS, 500, 9503)
    line.count(PODS, 1000, 9003)
    line.count(Query("Service", None), 501, 0)
    line.count(Query("Event", None, fields="a=b"), 10, 0)
    line.count(Query("Event", None, fields="a=c"), 20, 0)
    line.count(Query("Node", None), 0, 0)
    assert line.text() == "pods 1000 of 10003, services 501, events 30"


def test_a_short_read_shows_nothing() -> None:
    terminal = io.StringIO()
    line = ProgressLine(terminal)
    line.show()
    line.erase()
    assert terminal.getvalue() == ""


def test_a_long_read_shows_a_line_and_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    terminal = io.StringIO()
    line = ProgressLine(terminal)
    line.count(PODS, 500, 0)
    line.show()
    assert terminal.getvalue().endswith("reading pods 500")
    line.erase()
    assert terminal.getvalue().endswith("\r\x1b[K")
    line.erase()
    assert terminal.getvalue().count("\x1b[K") == 2


def test_without_a_terminal_nothing_is_shown(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    line = ProgressLine(None)
    line.count(PODS, 1, 0)
    line.show()
    line.erase()
    assert capfd.readouterr() == ("", "")
