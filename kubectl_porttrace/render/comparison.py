"""`--against`: what got worse first, then what else differs, and which findings are new or gone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from kubectl_porttrace.render.clean import clean_report
from kubectl_porttrace.render.object_name import where_and_name
from kubectl_porttrace.render.ports import NONE
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.summary import command_for
from kubectl_porttrace.render.table import Cell, table, width_of
from kubectl_porttrace.render.text import separated, wrap
from kubectl_porttrace.report.v1 import Comparison, Difference, FindingDifference, Report
from kubectl_porttrace.wording import count, some

HEADERS = ("CHANGE", "NAMESPACE", "OBJECT", "PART", "BEFORE", "NOW", "FINDINGS")

STYLES: Mapping[str, str] = MappingProxyType(
    {"worse": "broken", "vanished": "partial", "unknown": "unknown", "appeared": "external", "better": "wired"}
)
"""How each change looks; one without an entry is neither good nor bad."""


def render(report: Report, screen: Screen) -> str:
    """The differences, or one sentence where there is none."""
    return "".join(parts(report, screen))


def parts(report: Report, screen: Screen) -> Iterator[str]:
    """The same, a line at a time."""
    cleaned = clean_report(report)
    if cleaned.comparison is not None:
        yield from separated(_blocks(cleaned, cleaned.comparison, screen))


def _blocks(report: Report, comparison: Comparison, screen: Screen) -> Iterator[Iterable[str]]:
    rows = [each for each in comparison.differences if each.change != "changed"]
    yield _table(rows, screen)
    yield [
        *(line for each in comparison.differences for line in _fields(each, screen)),
        *(line for text in reasons_of(comparison) for line in wrap(text, screen.width, "unknown ", "  ")),
    ]
    yield [line for each in shown_findings(comparison, screen) for line in _finding(each, screen)]
    yield [line for text in comparison.not_compared for line in wrap(text, screen.width, "not compared: ", "  ")]
    if screen.headers or not comparison.differences:
        yield _last_words(report, comparison, screen)


def shown_findings(comparison: Comparison, screen: Screen) -> tuple[FindingDifference, ...]:
    """The findings that are new or gone: notes only where they are shown at all."""
    return tuple(each for each in comparison.findings if screen.notes or each.severity != "note")


def _table(differences: Sequence[Difference], screen: Screen) -> list[str]:
    """A row for each; a namespace that all share is said in no column, as the summary of the run has it."""
    rows = [_row(each) for each in differences]
    several = len({each.object.namespace for each in differences}) > 1
    headers = [each for each in HEADERS if several or each != "NAMESPACE"]
    kept = [[cell for name, cell in zip(HEADERS, row, strict=True) if name in headers] for row in rows]
    if not screen.piped and width_of(headers, kept) > screen.width and not any(each.findings for each in differences):
        headers, kept = headers[:-1], [row[:-1] for row in kept]
    return table(headers, kept, screen)


def _row(difference: Difference) -> list[Cell]:
    change, changed = difference.change, difference.object
    name = where_and_name(changed).removeprefix(f"{changed.namespace}/")
    before, after = difference.before, difference.after
    return [
        Cell(after=change, style=STYLES.get(change, "")),
        Cell(name=changed.namespace or NONE),
        Cell(name=name),
        Cell(name=difference.part or NONE),
        Cell(after=before or NONE, style=before or ""),
        Cell(after=after or NONE, style=after or ""),
        Cell(after=_codes(difference)),
    ]


def _codes(difference: Difference) -> str:
    """The first code, and how many more there are."""
    first, *others = difference.findings or (NONE,)
    return f"{first} +{len(others)}" if others else first


def _fields(difference: Difference, screen: Screen) -> Iterator[str]:
    """`changed shop/web http 80/TCP: targetPort 8080 -> 9090`."""
    said = [f"{each.field} {each.before} -> {each.after}" for each in difference.fields]
    if said:
        lines = wrap("; ".join(said), screen.width, f"changed {_title(difference)}: ", "  ")
        yield lines[0].replace("changed", screen.paint("changed", "strong"), 1)
        yield from lines[1:]


def reasons_of(comparison: Comparison) -> Iterator[str]:
    """Why something is not known, once for all of which that is so: `shop/web http 80/TCP and 3 more: ...`."""
    groups: dict[str, list[str]] = {}
    for each in comparison.differences:
        if each.reason:
            groups.setdefault(each.reason, []).append(_title(each))
    yield from (f"{some(titles)}: {reason}" for reason, titles in groups.items())


def _title(difference: Difference) -> str:
    return " ".join(filter(None, (where_and_name(difference.object), difference.part)))


def _finding(found: FindingDifference, screen: Screen) -> Iterator[str]:
    """`new error PTR01 shop/web: ...`, `gone error PTR01 shop/web: ...`."""
    lines = wrap(sentence_of(found), screen.width, f"{word_of(found)} {found.severity} {found.code} ", "  ")
    style = "wired" if found.change in {"went", "better"} else found.severity
    yield lines[0].replace(found.severity, screen.paint(found.severity, style), 1)
    yield from lines[1:]


def word_of(found: FindingDifference) -> str:
    """What became of a finding, in one word."""
    return {"appeared": "new", "went": "gone", "worse": "worse", "better": "better"}[found.change]


def sentence_of(found: FindingDifference) -> str:
    """Whom a finding is about, and what it says."""
    more = len(found.subjects) - 1
    return f"{where_and_name(found.subjects[0])}{f' and {more} more' if more else ''}: {found.message}"


def other_title(comparison: Comparison) -> str:
    """What was compared with, as a person called it; of what a cluster said earlier, with the cluster and the time."""
    source = comparison.against
    if source.type != "cluster" or source.context == comparison.name:
        return comparison.name
    return f"{comparison.name} ({source.context or source.server}, {source.observed_at:%Y-%m-%d %H:%M:%S} UTC)"


def summary_of(comparison: Comparison) -> str:
    """`against prod: 2 worse, 1 better; 14 Services and 3 routes as before`."""
    words = ("worse", "vanished", "unknown", "appeared", "changed", "better")
    numbers = {word: sum(each.change == word for each in comparison.differences) for word in words}
    said = [f"{number} {word}" for word, number in numbers.items() if number]
    new = sum(each.change in {"appeared", "worse"} for each in comparison.findings)
    gone = sum(each.change in {"went", "better"} for each in comparison.findings)
    said += [count(new, "new finding")] if new else []
    said += [f"{count(gone, 'finding')} gone"] if gone else []
    same = {"Service": comparison.same.services, "route": comparison.same.routes}
    alike = " and ".join(count(number, what) for what, number in same.items() if number)
    end = f"; {alike} as before" if alike else ""
    return f"against {other_title(comparison)}: {', '.join(said) or 'nothing changed'}{end}"


def _last_words(report: Report, comparison: Comparison, screen: Screen) -> list[str]:
    lines = wrap(summary_of(comparison), screen.width, "", "  ")
    overlaid = report.source.type == "cluster" and bool(report.source.files)
    # What is laid over a cluster has its own screen above, which says how to go on.
    here = set() if overlaid else {each.subject for each in report.findings}
    new = [each for each in shown_findings(comparison, screen) if each.change in {"appeared", "worse"}]
    subject = next((subject for each in new for subject in each.subjects if subject in here), None)
    if subject is not None:
        lines.append(f"evidence and fix: {command_for(subject, screen)}")
    return lines
