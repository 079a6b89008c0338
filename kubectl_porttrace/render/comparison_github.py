"""`--against -o github`, and `--over-cluster`: what a change makes worse, as commands of GitHub Actions."""

from collections.abc import Iterator

from kubectl_porttrace.render.clean import clean_report
from kubectl_porttrace.render.comparison import sentence_of, shown_findings, summary_of
from kubectl_porttrace.render.github import COMMANDS, command, of_finding
from kubectl_porttrace.render.object_name import where_and_name
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Comparison, Difference, FindingDifference, Report


def render(report: Report, screen: Screen) -> str:
    """A command for what got worse, and for each finding that is new or graver; below them the counts.

    What is wrong on both sides is in none: that is not of this change.
    """
    cleaned = clean_report(report)
    comparison = cleaned.comparison
    return "" if comparison is None else "".join(f"{line}\n" for line in _lines(cleaned, comparison, screen))


def _lines(report: Report, comparison: Comparison, screen: Screen) -> Iterator[str]:
    for found in shown_findings(comparison, screen):
        if found.change in {"appeared", "worse"}:
            yield _of_finding(report, found)
    for difference in comparison.differences:
        if difference.severity is not None:
            yield command(COMMANDS[difference.severity], {"title": difference.change}, _sentence(difference))
    for text in comparison.not_compared:
        yield command("notice", {"title": "not compared"}, text)
    yield summary_of(comparison)


def _of_finding(report: Report, found: FindingDifference) -> str:
    """The finding in full, with its place in the files, where the report still has it."""
    whole = next((each for each in report.findings if each.code == found.code and each.subject in found.subjects), None)
    if whole is not None:
        return of_finding(whole)
    return command(COMMANDS[found.severity], {"title": f"{found.code} {found.name}"}, sentence_of(found))


def _sentence(difference: Difference) -> str:
    """`shop/web http 80/TCP: wired -> broken (PTR01)`."""
    name = " ".join(filter(None, (where_and_name(difference.object), difference.part)))
    codes = f" ({', '.join(difference.findings)})" if difference.findings else ""
    return f"{name}: {difference.before or 'none'} -> {difference.after or 'none'}{codes}"
