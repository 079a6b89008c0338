import json
import re

import jsonschema
import msgspec
import pytest
import yaml
from msgspec.structs import replace

from kubectl_porttrace.render import render
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.text import columns_of
from kubectl_porttrace.report.schema import schema_of_contexts
from kubectl_porttrace.report.v1 import ContextReports
from tests.render.comparisons import COMPARISONS, compared_report, golden_of_comparison
from tests.render.goldens import FOLDER, SCREENS, file_of, golden
from tests.render.reports import SITUATIONS, report_of
from tests.render.several import SEVERAL, golden_of_several, several_reports, shown_of_several

EVERY = pytest.mark.parametrize("situation", SITUATIONS)
WIDTHS = (80, 100, 120, 200)
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def is_command(line: str) -> bool:
    return line.startswith("    kubectl ")


@EVERY
def test_looks_as_the_golden_says(situation: str) -> None:
    assert golden(situation) == file_of(situation).read_text(encoding="utf-8"), "python -m tests.render.goldens"


@pytest.mark.parametrize("situation", COMPARISONS)
def test_comparisons_look_as_the_golden_says(situation: str) -> None:
    written = file_of(situation).read_text(encoding="utf-8")
    assert golden_of_comparison(situation) == written, "python -m tests.render.goldens"


@pytest.mark.parametrize("situation", COMPARISONS)
@pytest.mark.parametrize("width", WIDTHS)
def test_comparisons_fit_the_width(situation: str, width: int) -> None:
    lines = render(compared_report(situation), "table", Screen(width=width)).splitlines()
    assert [line for line in lines if columns_of(line) > width or line != line.rstrip()] == []


@pytest.mark.parametrize("situation", COMPARISONS)
def test_in_comparisons_colour_adds_nothing_but_colour(situation: str) -> None:
    plain, coloured = (
        render(compared_report(situation), "table", Screen(width=80, color=color)) for color in (False, True)
    )
    assert ESCAPE.sub("", coloured) == plain


@pytest.mark.parametrize("situation", SEVERAL)
def test_several_contexts_look_as_the_golden_says(situation: str) -> None:
    written = file_of(situation).read_text(encoding="utf-8")
    assert golden_of_several(situation) == written, "python -m tests.render.goldens"


@pytest.mark.parametrize("situation", SEVERAL)
@pytest.mark.parametrize("output", ["table", "wide"])
@pytest.mark.parametrize("width", WIDTHS)
def test_several_contexts_fit_the_width(situation: str, output: str, width: int) -> None:
    screen = Screen(width=width, wide=output == "wide")
    lines = shown_of_several(situation, output, screen).splitlines()
    assert [line for line in lines if columns_of(line) > width or line != line.rstrip()] == []
    coloured = shown_of_several(situation, output, replace(screen, color=True))
    assert ESCAPE.sub("", coloured).splitlines() == lines


@pytest.mark.parametrize("situation", SEVERAL)
def test_documents_of_several_contexts_are_valid(situation: str) -> None:
    text = shown_of_several(situation, "json", Screen(width=80))
    jsonschema.validate(json.loads(text), schema_of_contexts())
    assert yaml.safe_load(shown_of_several(situation, "yaml", Screen(width=80))) == json.loads(text)
    assert msgspec.json.decode(text, type=ContextReports) == several_reports(situation)


def test_no_golden_is_left_over() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {*SITUATIONS, *COMPARISONS, *SEVERAL}


@EVERY
@pytest.mark.parametrize("output", ["table", "wide", "tree"])
@pytest.mark.parametrize("width", WIDTHS)
def test_fits_the_width(situation: str, output: str, width: int) -> None:
    lines = render(report_of(situation), output, Screen(width=width)).splitlines()
    assert [line for line in lines if columns_of(line) > width and not is_command(line)] == []
    assert [line for line in lines if line != line.rstrip()] == []


@EVERY
@pytest.mark.parametrize(("output", "width"), SCREENS)
def test_colour_adds_nothing_but_colour(situation: str, output: str, width: int) -> None:
    plain, coloured = (
        render(report_of(situation), output, Screen(width=width, color=color)) for color in (False, True)
    )
    assert ESCAPE.sub("", coloured) == plain
    assert coloured != plain


@EVERY
@pytest.mark.parametrize("output", ["table", "wide", "name", "tree", "mermaid", "markdown"])
def test_holds_nothing_a_terminal_obeys(situation: str, output: str) -> None:
    text = render(report_of(situation), output, Screen(width=80))
    assert [letter for letter in text if not letter.isprintable() and letter != "\n"] == []


@pytest.mark.parametrize("output", ["json", "yaml"])
def test_documents_hold_nothing_a_terminal_obeys(output: str) -> None:
    text = render(report_of("control-characters"), output, Screen(width=80))
    assert [letter for letter in text if not letter.isprintable() and letter != "\n"] == []


@EVERY
def test_without_headers_only_rows_and_findings_remain(situation: str) -> None:
    text = render(report_of(situation), "table", Screen(width=120, headers=False))
    assert "VERDICT" not in text
    assert "wired = " not in text
    assert "Services, " not in text


def test_without_headers_the_first_line_is_a_row() -> None:
    one = render(report_of("healthy"), "table", Screen(width=120, headers=False))
    assert one.split() == [
        "http",
        "80/TCP",
        "30080",
        "http",
        "nginx:8080",
        "(http)",
        "3",
        "of",
        "Deployment/web",
        "wired",
    ]
    several = render(report_of("namespace"), "table", Screen(width=120, headers=False))
    assert several.startswith("checkout ")
