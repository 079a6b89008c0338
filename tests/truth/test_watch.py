"""What -w prints after each of many random edits, what a fresh read says, and what --against says of both: the same."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from kubectl_porttrace.report.v1 import Report
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.plugin import Porttrace
from tests.end_to_end.watching import Running, watching
from tests.truth.differences import Differences, by_port, expected, said
from tests.truth.edits import Edits
from tests.truth.figures import counted
from tests.truth.looks import look
from tests.truth.options import EDITS, SEED
from tests.truth.shop_floor import is_settled

PATIENCE = 120.0
AT_LENGTH = 100
"""So many edits have changes of every kind among them."""

_LINE = re.compile(r"\d\d:\d\d:\d\d (?P<title>\S+ \S+): (?:(?P<before>\w+) -> )?(?P<verdict>\w+)(?: \(.*\))?\n")

Said = Mapping[str, object]
NOTHING: Differences = MappingProxyType({})


def told(lines: list[str]) -> Said:
    """The verdicts after all lines; what every line says that was so before it was so."""
    verdicts: dict[str, object] = {}
    for line in lines:
        match = _LINE.fullmatch(line)
        assert match, line
        assert match["before"] in {None, verdicts.get(match["title"], "absent")}, line
        verdicts[match["title"]] = match["verdict"]
    return {title: verdict for title, verdict in verdicts.items() if verdict != "absent"}


def verdicts(report: Report) -> Said:
    return {
        f"{each.namespace}/{each.name} {port.name}": port.verdict for each in report.services for port in each.ports
    }


def found(report: Report) -> Said:
    """The verdicts, and every finding that is no note with what it is about."""
    codes = sorted((each.code, each.object.name, each.path) for each in report.findings if each.severity != "note")
    return {**verdicts(report), "": codes}


class Seen(NamedTuple):
    """What all said once they agreed, or what they said otherwise than a fresh read; and what an edit has changed."""

    report: Report
    told: Said
    wrong: str = ""
    changed: Differences = NOTHING


class Witnesses(NamedTuple):
    """A namespace, and two programs that watch it: one writes lines, one documents."""

    cluster: Cluster
    namespace: Namespace
    lines: Running
    documents: Running
    folder: Path

    def heard(self, before: Seen | None) -> Seen:
        """Wait until what is watched is what a fresh read says, and what is compared is what both differ in."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self.namespace.wait_for(lambda: is_settled(self.namespace), "the controllers")
            seen = self._compared(self._fresh(), before)
            if not seen.wrong or time.monotonic() > deadline:
                return seen
            time.sleep(0.1)

    def _fresh(self) -> Seen:
        fresh = look(self.cluster.kubeconfig(), self.namespace.name).report
        assert fresh is not None
        self.lines.take()
        self.documents.take()
        document = msgspec.json.decode(self.documents.lines[-1], type=Report)
        lines = told(self.lines.lines)
        agree = lines == verdicts(fresh) and found(document) == found(fresh)
        return Seen(fresh, lines, "" if agree else f"-w: {lines} and {found(document)}; a fresh read: {found(fresh)}")

    def _compared(self, now: Seen, before: Seen | None) -> Seen:
        """With what `--against` says of the time before: what two fresh reads differ in, and what -w has told since."""
        if now.wrong or before is None:
            return now
        file = self.folder / "before.json"
        file.write_bytes(msgspec.json.encode(before.report))
        report = look(self.cluster.kubeconfig(), self.namespace.name, "--against", str(file)).report
        assert report is not None
        assert report.comparison is not None
        changed = said(report.comparison)
        should = expected(before.report, now.report)
        since = {title.partition("/")[2]: change for title, change in turned(before.told, now.told).items()}
        if changed == should and by_port(changed, before.report, now.report) == since:
            return now._replace(changed=changed)
        return now._replace(wrong=f"--against: {changed}; two fresh reads: {should}; -w: {since}")


def turned(before: Said, after: Said) -> Mapping[str, tuple[object, object]]:
    """The verdicts that are others than before."""
    pairs = {title: (before.get(title, "absent"), after.get(title, "absent")) for title in {**before, **after}}
    return {title: pair for title, pair in pairs.items() if pair[0] != pair[1]}


def test_what_is_watched_is_what_a_fresh_read_says(
    control_plane: Cluster, namespace: Namespace, porttrace: Porttrace, tmp_path: Path
) -> None:
    edits = Edits(namespace, SEED)
    edits.fill()
    wrong: list[str] = []
    words: Counter[str] = Counter()
    with counted("edits that are watched") as tally, watching(porttrace, "-w") as lines:
        with watching(porttrace, "-w", "-o", "json") as documents:
            documents.wait_for(bool, "the first report")
            witnesses = Witnesses(control_plane, namespace, lines, documents, tmp_path)
            seen = witnesses.heard(None)
            history = []
            for _ in range(EDITS):
                history.append(edits.make())
                seen = witnesses.heard(seen)
                tally.update(cases=1, disagreements=bool(seen.wrong))
                words.update(each.word for each in seen.changed.values())
                wrong += [f"after {history[-5:]}: {seen.wrong}"] if seen.wrong else []
        assert lines.said == [] or all("waiting for it" in line for line in lines.said)
    assert not wrong, "\n".join(wrong)
    if EDITS >= AT_LENGTH:
        assert {"worse", "better", "appeared", "vanished", "changed"} <= words.keys(), words
