"""What the page shows, in the order in which it is read."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.findings import SEVERITIES
from kubectl_porttrace.render.answers import answer_sentences
from kubectl_porttrace.render.html.cards import Card, card_of, home_of
from kubectl_porttrace.render.html.prose import Explained, explained
from kubectl_porttrace.render.html.rows import Row, row_of
from kubectl_porttrace.render.html.section import TopicSection, around, section_of
from kubectl_porttrace.render.html.topics import HEALTHY, Topic, topics_of
from kubectl_porttrace.render.json import in_whole_seconds
from kubectl_porttrace.render.overview_lines import WORST_FIRST
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.summary import summary_line, wired_means
from kubectl_porttrace.report.v1 import Finding, NotChecked, PolicyTrace, ProbeTrace, Report

AT_ONCE = 60
"""So many sections a browser builds when it opens the page; the others when they are looked at."""

ROWS_AT_ONCE = 300
"""So many lines of the overview are there when the page opens; the others are built when they are asked for."""

UNBROKEN = 100_000
"""Columns: no line is broken before the browser does."""


class Contents(msgspec.Struct, frozen=True):
    """The page.

    Attributes:
        title: of the window.
        source: where the facts are from, and when they were.
        summary: the counts in one line.
        meaning: what `wired` means.
        answers: sentences on the addresses, names and URLs that were asked about.
        verdicts: each verdict that there is, and how many lines have it.
        severities: the same of the worst that was found.
        namespaces: all there are.
        total: how many lines the overview has.
        rows: the first of them.
        late_rows: the others.
        sections: those that are built at once.
        late: the others.
        others: findings that no section is about.
        unchecked: what could not be looked at.
        policies: NetworkPolicies of pods of the report.
        probes: what was tried.
        codes: the explanation of each code on the page.
        document: the report as JSON, part by part.
    """

    title: str
    source: tuple[str, ...]
    summary: str
    meaning: str
    answers: tuple[str, ...]
    verdicts: tuple[tuple[str, int], ...]
    severities: tuple[tuple[str, int], ...]
    namespaces: tuple[str, ...]
    total: int
    rows: tuple[Row, ...]
    late_rows: tuple[Row, ...]
    sections: tuple[TopicSection, ...]
    late: Iterable[TopicSection]
    others: tuple[Card, ...]
    unchecked: tuple[NotChecked, ...]
    policies: tuple[PolicyTrace, ...]
    probes: tuple[ProbeTrace, ...]
    codes: tuple[Explained, ...]
    document: Iterable[str]


def contents(report: Report, original: Report, screen: Screen) -> Contents:
    """Put the page together.

    Args:
        report: with every text in it cleaned.
        original: as it is; a program reads it out of the page.
        screen: how it was asked for.
    """
    subjects = _chosen(topics_of(report, screen), screen)
    places = {subject.key: f"s{number}" for number, subject in enumerate(subjects)}
    known = around(report, replace(screen, width=UNBROKEN, color=False), places)
    rows = tuple(row_of(subject, places[subject.key]) for subject in subjects)

    def sections(some: Iterable[Topic]) -> Iterator[TopicSection]:
        for subject in some:
            shown = len(subjects) == 1 or not _healthy(subject)
            yield section_of(subject, places[subject.key], known, shown=shown)

    return Contents(
        title=_title(rows),
        source=tuple(_source(report)),
        summary=summary_line(report.summary, report.routes, screen),
        meaning=wired_means(chain.from_iterable(service.ports for service in report.services)),
        answers=tuple(answer_sentences(report)),
        verdicts=_counted((row.verdict for row in rows), WORST_FIRST),
        severities=_counted((row.severity for row in rows), (*SEVERITIES, "")),
        namespaces=tuple(sorted({row.namespace for row in rows if row.namespace})),
        total=len(rows),
        rows=rows[:ROWS_AT_ONCE],
        late_rows=rows[ROWS_AT_ONCE:],
        sections=tuple(sections(subjects[:AT_ONCE])),
        late=sections(subjects[AT_ONCE:]),
        others=tuple(card_of(each, places) for each in report.findings if not home_of(each, places)),
        unchecked=report.not_checked,
        policies=report.policies,
        probes=report.probes,
        codes=explained(code for finding in report.findings for code in _codes(finding)),
        document=_document(original),
    )


def _chosen(subjects: tuple[Topic, ...], screen: Screen) -> tuple[Topic, ...]:
    """With `--problems`, those of which something was found."""
    return tuple(each for each in subjects if not _healthy(each)) if screen.problems else subjects


def _healthy(subject: Topic) -> bool:
    return subject.verdict in HEALTHY and subject.severity in {"", "note"}


def _title(rows: tuple[Row, ...]) -> str:
    """What the window is called: the object and its verdict where there is one, else how many are in trouble."""
    if len(rows) == 1:
        name = f"{rows[0].namespace}/{rows[0].name}".lstrip("/")
        return f"{name}: {rows[0].verdict or 'followed'}"
    counts = Counter(row.verdict for row in rows)
    bad = ", ".join(f"{counts[word]} {word}" for word in WORST_FIRST if counts[word] and word not in HEALTHY)
    return f"{bad or 'none broken'} of {len(rows)}" if rows else "nothing followed"


def _source(report: Report) -> Iterator[str]:
    source = in_whole_seconds(report).source
    if source.type == "demo":
        yield "the recorded cluster of --demo"
    if source.context:
        yield f"context {source.context}"
    if source.server:
        yield f"server {source.server}"
    if source.files:
        yield f"files {', '.join(source.files)}"
    # Manifests hold no time: then it is the first second of 1970.
    if source.observed_at.timestamp():
        yield f"seen at {source.observed_at:%Y-%m-%d %H:%M:%S} UTC"


def _counted(words: Iterable[str], order: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counts = Counter(words)
    return tuple((word, counts[word]) for word in order if counts[word])


def _codes(finding: Finding) -> Iterator[str]:
    yield finding.code
    yield from (below.code for below in finding.consequences)


def _document(report: Report) -> Iterator[str]:
    """The report as `-o json` has it, without blanks, one Service at a time."""
    around_them = msgspec.json.encode(replace(in_whole_seconds(report), services=())).decode()
    # No text within a string has a quote of its own, and nothing before this key has another of its name.
    before, none, after = around_them.partition('"services":[]')
    yield before + none.removesuffix("]")
    for number, service in enumerate(report.services):
        yield f"{',' if number else ''}{msgspec.json.encode(service).decode()}"
    yield f"]{after}"
