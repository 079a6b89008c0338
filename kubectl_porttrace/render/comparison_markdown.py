"""`--against -o markdown`: what differs, for a pull request."""

from collections.abc import Iterator
from typing import Final

from kubectl_porttrace.render.clean import clean_report
from kubectl_porttrace.render.comparison import sentence_of, shown_findings, summary_of, word_of
from kubectl_porttrace.render.markdown import escaped, row_of, verdict_of
from kubectl_porttrace.render.object_name import where_and_name
from kubectl_porttrace.render.ports import NONE
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.text import separated
from kubectl_porttrace.report.v1 import Comparison, Difference, Report

HEADERS: Final = ("Change", "Object", "Part", "Before", "Now", "Differs", "Findings")


def render(report: Report, screen: Screen) -> str:
    """A sentence that counts, a table of all that differs, and the findings that are new or gone."""
    comparison = clean_report(report).comparison
    return "" if comparison is None else "".join(separated(_blocks(comparison, screen)))


def _blocks(comparison: Comparison, screen: Screen) -> Iterator[list[str]]:
    yield [f"**{escaped(summary_of(comparison))}**"]
    if comparison.differences:
        rows = [row_of(_cells(each)) for each in comparison.differences]
        yield [row_of(HEADERS), row_of(["---"] * len(HEADERS)), *rows]
    yield [
        f"- {word_of(each)} **{each.severity} {each.code}** {escaped(sentence_of(each))}"
        for each in shown_findings(comparison, screen)
    ]
    yield [f"- not compared: {escaped(text)}" for text in comparison.not_compared]


def _cells(difference: Difference) -> tuple[str, ...]:
    fields = [f"{each.field} {each.before} → {each.after}" for each in difference.fields]
    fields += [difference.reason] if difference.reason else []
    return (
        f"**{difference.change}**" if difference.change == "worse" else difference.change,
        escaped(where_and_name(difference.object)),
        escaped(difference.part) or NONE,
        verdict_of(difference.before) if difference.before else NONE,
        verdict_of(difference.after) if difference.after else NONE,
        escaped("; ".join(fields)) or NONE,
        ", ".join(difference.findings) or NONE,
    )
