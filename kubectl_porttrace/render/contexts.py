"""Several contexts: one table with a column CONTEXT, one document, or names."""

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec
import yaml
from msgspec.structs import replace

from kubectl_porttrace.findings import SEVERITIES
from kubectl_porttrace.render.clean import clean_report, clean_text
from kubectl_porttrace.render.findings import shown
from kubectl_porttrace.render.json import all_seen, in_whole_seconds
from kubectl_porttrace.render.name import render as names_of
from kubectl_porttrace.render.object_name import where_and_name
from kubectl_porttrace.render.overview import COLUMNS, WORDS, row_of
from kubectl_porttrace.render.overview_lines import Line, in_order, lines_of
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.summary import command_for
from kubectl_porttrace.render.table import Cell, lines_of_table, measured, width_of_columns
from kubectl_porttrace.render.text import separated, wrap
from kubectl_porttrace.render.unchecked import not_checked, unread
from kubectl_porttrace.render.yaml import Dumper
from kubectl_porttrace.report.v1 import ContextReport, ContextReports, Finding, ObjectReference, Report
from kubectl_porttrace.wording import count, some

MANY_HEALTHY = 20
"""More lines than these on which nothing was found are counted in place of being listed."""

SHOWN = ("NAMESPACE", "SERVICE", "PORT", "PODS", "VERDICT", WORDS)


def parts(reports: ContextReports, output: str, screen: Screen) -> Iterator[str]:
    """The reports in a format, part by part; `screen` is wide where the format is."""
    if output == "json":
        yield all_seen(msgspec.json.format(msgspec.json.encode(_in_seconds(reports)), indent=2).decode()) + "\n"
    elif output == "yaml":
        document = msgspec.to_builtins(_in_seconds(reports))
        yield yaml.dump(document, Dumper=Dumper, sort_keys=False, allow_unicode=False, width=4096)
    elif output == "name":
        yield from _names(reports, screen)
    else:
        cleaned = [replace(each, context=clean_text(each.context)) for each in reports.contexts if each.report]
        yield from separated(_blocks(cleaned, screen))


def _in_seconds(reports: ContextReports) -> ContextReports:
    return replace(
        reports,
        contexts=tuple(
            each if each.report is None else replace(each, report=in_whole_seconds(each.report))
            for each in reports.contexts
        ),
    )


def _names(reports: ContextReports, screen: Screen) -> Iterator[str]:
    """`service/web -n shop --context prod`: each line is what kubectl takes."""
    for each in reports.contexts:
        if each.report is not None:
            named = names_of(each.report, replace(screen, namespaces=True))
            yield from (f"{line} --context {clean_text(each.context)}\n" for line in named.splitlines())


def _blocks(contexts: Sequence[ContextReport], screen: Screen) -> Iterator[Iterator[str]]:
    reports = [(each.context, clean_report(each.report)) for each in contexts if each.report is not None]
    lines = [
        (context, line)
        for context, report in reports
        for line in lines_of(report.services, shown(report.findings, screen))
    ]
    order = {id(line): place for place, line in enumerate(in_order([line for _, line in lines], screen.sort_by))}
    lines.sort(key=lambda entry: order[id(entry[1])])
    yield _table(lines, screen)
    yield (line for entry in _told(reports, screen) for line in _finding(*entry, screen))
    yield _unchecked(reports, screen)
    if screen.headers and reports:
        yield _last_words(reports, screen)


def _told(reports: Sequence[tuple[str, Report]], screen: Screen) -> Iterator[tuple[list[str], Finding]]:
    """What was found, the worst first; where it is the same in several contexts, once for all of them."""
    groups: dict[tuple[str, ObjectReference, str], tuple[list[str], Finding]] = {}
    for context, report in reports:
        for finding in shown(report.findings, screen):
            groups.setdefault((finding.code, finding.subject, finding.message), ([], finding))[0].append(context)
    return iter(sorted(groups.values(), key=lambda entry: SEVERITIES.index(entry[1].severity)))


def _finding(contexts: Sequence[str], finding: Finding, screen: Screen) -> Iterator[str]:
    start = f"{finding.severity:<7} {finding.code} "
    text = f"{some(contexts)}: {where_and_name(finding.subject)}: {finding.message}"
    first, *rest = wrap(text, screen.width, start)
    yield first.replace(finding.severity, screen.paint(finding.severity, finding.severity), 1)
    yield from rest


def _unchecked(reports: Sequence[tuple[str, Report]], screen: Screen) -> Iterator[str]:
    """What was not read; where it is the same in several contexts, once for all of them."""
    groups: dict[str, list[str]] = {}
    for context, report in reports:
        for sentence in unread(report, screen):
            groups.setdefault(sentence, []).append(context)
    for sentence, contexts in groups.items():
        yield from not_checked(f"{some(contexts)}: {sentence}", screen)


def _table(lines: Sequence[tuple[str, Line]], screen: Screen) -> Iterator[str]:
    """The lines of all contexts, the worst first; many healthy ones are counted."""
    healthy = sum(line.healthy for _, line in lines)
    left_out = screen.problems or (healthy > MANY_HEALTHY and not screen.everything)
    kept = [entry for entry in lines if not (left_out and entry[1].healthy)]
    headers = ["CONTEXT", *SHOWN]
    places = [COLUMNS.index(each) for each in SHOWN]
    rows = [[Cell(name=context), *(row_of(line, screen)[place] for place in places)] for context, line in kept]
    needed = measured(rows, len(headers))
    if not screen.piped and width_of_columns(headers, needed) > screen.width:
        # The cause in words gives way to its code.
        places[-1] = COLUMNS.index(WORDS) + 1
        rows = [[Cell(name=context), *(row_of(line, screen)[place] for place in places)] for context, line in kept]
        needed = measured(rows, len(headers))
    if kept:
        yield from lines_of_table(headers, rows, needed, screen)
    if left_out and healthy and not screen.problems:
        yield screen.paint(f"and {count(healthy, 'line')} on which nothing was found (--all lists them)", "dim")


def _last_words(reports: Sequence[tuple[str, Report]], screen: Screen) -> Iterator[str]:
    """`3 contexts: 12 Services, 17 ports: 15 wired, 2 broken; 2 errors`."""
    total: Counter[str] = Counter()
    for _, report in reports:
        total.update({key: value for key, value in msgspec.structs.asdict(report.summary).items() if value})
    verdicts = ", ".join(f"{total[word]} {word}" for word in ("wired", "partial", "broken", "unknown") if total[word])
    found = [count(total[f"{word}s"], word) for word in ("error", "warning") if total[f"{word}s"]]
    services = f"{count(total['services'], 'Service')}, {count(total['ports'], 'port')}"
    text = f"{count(len(reports), 'context')}: {services}{f': {verdicts}' if verdicts else ''}; "
    yield from wrap(text + (", ".join(found) or "no findings"), screen.width, "", "  ")
    worst = next(_told(reports, screen), None)
    if worst is not None:
        command = command_for(worst[1].subject, replace(screen, flags=("--context", worst[0][0])))
        yield f"evidence and fix: {command}"
