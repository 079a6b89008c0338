"""The chart: its bars are as long as their figures, and the committed one shows the committed figures."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from bench.bars import BAR_SPACE, LABELS, WIDTH, Bar, Bars, drawing, length
from bench.chart import FILE, chart
from bench.results import stored_runs
from tests.bench.runs import run

SVG = "{http://www.w3.org/2000/svg}"


def bars_of(drawn: str) -> list[tuple[str, float]]:
    found = ET.fromstring(drawn).findall(f"{SVG}rect")  # noqa: S314 - written by ourselves
    return [(each.attrib["class"], float(each.attrib["width"])) for each in found if each.attrib["class"] != "card"]


def texts_of(drawn: str) -> list[str]:
    return ["".join(each.itertext()) for each in ET.fromstring(drawn).findall(f"{SVG}text")]  # noqa: S314


def test_the_longest_bar_fills_the_space_of_its_group() -> None:
    group = Bars("t", "", (Bar("a", 1.0, ""), Bar("b", 4.0, "", ours=True)))
    other = Bars("u", "", (Bar("c", 100.0, ""),))
    assert bars_of(drawing([group, other], "")) == [
        ("bar", BAR_SPACE / 4),
        ("bar ours", BAR_SPACE),
        ("bar", BAR_SPACE),
    ]
    assert LABELS + BAR_SPACE < WIDTH


def test_a_bar_is_never_invisible() -> None:
    assert length(0.001, 1000.0) == 2.0


def test_what_words_mean_to_xml_is_escaped() -> None:
    drawn = drawing([Bars("a < b", "c & d", (Bar("<e>", 1.0, "f & g"),))], "h < i")
    assert texts_of(drawn) == ["a < bc & d", "<e>", "f & g"]
    assert "<title>h &lt; i</title>" in drawn


def test_the_chart_tells_the_figures() -> None:
    told = texts_of(chart([run()]))
    assert "0.25 s" in told
    assert "0.50 s, 5 round trips" in told
    assert told[-6:] == [
        "kubectl-porttrace -A",
        "2.0 s, 80 MB",
        "kubectl get --raw, same lists",
        "1.0 s, 50 MB",
        "kubectl get pods -A -o json",
        "16.0 s, 1,650 MB",
    ]


def test_without_a_run_there_is_nothing_to_draw() -> None:
    with pytest.raises(ValueError, match="python -m bench"):
        chart([])


def test_the_committed_chart_is_that_of_the_committed_figures() -> None:
    assert FILE.read_text("utf-8") == chart(stored_runs())
