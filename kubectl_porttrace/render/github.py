"""`-o github`: workflow commands of GitHub Actions, which it shows at the lines of a pull request.

Source: `actions/toolkit packages/core/src/command.ts`, `escapeData` and `escapeProperty`.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kubectl_porttrace.render.clean import clean_report
from kubectl_porttrace.render.findings import shown
from kubectl_porttrace.render.object_name import where_and_name
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.summary import summary_line
from kubectl_porttrace.render.unchecked import unchecked
from kubectl_porttrace.report.v1 import Finding, Location, Report, Severity

COMMANDS: Mapping[Severity, str] = MappingProxyType({"error": "error", "warning": "warning", "note": "notice"})

_UNBROKEN = 100_000
"""Columns: nothing is folded, as each command is one line."""


def render(report: Report, screen: Screen) -> str:
    """A command for each finding that a screen shows, the worst first: GitHub shows ten of each level in a step.

    Below them a command for what could not be looked at, and the counts as a line of the log.
    """
    cleaned = clean_report(report)
    lines = [of_finding(finding) for finding in shown(cleaned.findings, screen)]
    lines += [command("notice", {"title": "not checked"}, line) for line in _unchecked(cleaned, screen)]
    return "".join(f"{line}\n" for line in (*lines, summary_line(cleaned.summary, cleaned.routes, screen)))


def of_finding(finding: Finding) -> str:
    """The command for one finding, at its place."""
    properties = {**_place(finding.location), "title": f"{finding.code} {finding.name}"}
    return command(COMMANDS[finding.severity], properties, "\n".join(_told(finding)))


def _told(finding: Finding) -> Iterator[str]:
    read = finding.location
    at = f" (line {read.line} of standard input)" if read is not None and read.file == "-" else ""
    yield f"{where_and_name(finding.subject)}: {finding.message}{at}"
    yield from finding.evidence
    yield f"fix: {finding.fix.text}"
    if finding.fix.command:
        yield finding.fix.command


def _place(location: Location | None) -> dict[str, str]:
    """Only a file of the repository can be shown: of standard input there is none."""
    if location is None or location.file == "-":
        return {}
    return {"file": location.file, **({"line": str(location.line)} if location.line is not None else {})}


def _unchecked(report: Report, screen: Screen) -> Iterator[str]:
    unbroken = Screen(width=_UNBROKEN, wide=screen.wide)
    for line in unchecked(report, unbroken):
        yield line.removeprefix("not checked: ")


def command(name: str, properties: Mapping[str, str], message: str) -> str:
    """One command, in one line: what could end it, or begin another, is escaped."""
    told = ",".join(f"{key}={_escaped_property(value)}" for key, value in properties.items())
    return f"::{name} {told}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
