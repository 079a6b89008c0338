"""What each report looks like, as text to read: `python -m tests.render.goldens` writes it anew.

One file for each situation, with the whole output at 80 and at 200 columns, and the documents. Read the difference
before committing.
"""

from pathlib import Path

from kubectl_porttrace.render import render
from kubectl_porttrace.render.screen import Screen
from tests.render.comparisons import COMPARISONS, golden_of_comparison
from tests.render.reports import ROUTES, SITUATIONS, report_of
from tests.render.several import SEVERAL, golden_of_several

FOLDER = Path(__file__).with_name("goldens")

SCREENS = (("table", 80), ("table", 200), ("wide", 80), ("wide", 200), ("tree", 80))

DOCUMENTS = ("mermaid", "markdown")
"""Formats that know no width."""


def golden(situation: str) -> str:
    """The outputs for one situation, each under a line that says which it is."""
    report = report_of(situation)
    screens = [
        f"===== -o {output}, {width} columns\n{render(report, output, Screen(width=width, routes=situation in ROUTES))}"
        for output, width in SCREENS
    ]
    documents = [f"===== -o {output}\n{render(report, output, Screen(width=80))}" for output in DOCUMENTS]
    return "\n".join([*screens, *documents])


def file_of(situation: str) -> Path:
    return FOLDER / f"{situation}.txt"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in SITUATIONS:
        file_of(name).write_text(golden(name), encoding="utf-8")
    for name in COMPARISONS:
        file_of(name).write_text(golden_of_comparison(name), encoding="utf-8")
    for name in SEVERAL:
        file_of(name).write_text(golden_of_several(name), encoding="utf-8")
