"""What -w prints, after each of many random edits, and what a fresh read says: the same."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping

import msgspec

from kubectl_porttrace.report.v1 import Report
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.plugin import Porttrace
from tests.end_to_end.watching import Running, watching
from tests.truth.edits import Edits
from tests.truth.figures import counted
from tests.truth.looks import look
from tests.truth.options import EDITS, SEED
from tests.truth.shop_floor import is_settled

PATIENCE = 120.0
_LINE = re.compile(r"\d\d:\d\d:\d\d (?P<title>\S+ \S+): (?:(?P<before>\w+) -> )?(?P<verdict>\w+)(?: \(.*\))?\n")

Said = Mapping[str, object]


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


def disagreement(cluster: Cluster, namespace: Namespace, lines: Running, documents: Running) -> str:
    """What the lines or the documents say otherwise than a fresh read, as long as they do; nothing once they agree."""
    deadline = time.monotonic() + PATIENCE
    while True:
        namespace.wait_for(lambda: is_settled(namespace), "the controllers")
        fresh = look(cluster.kubeconfig(), namespace.name).report
        fresh_verdicts, fresh_found = (verdicts(fresh), found(fresh)) if fresh else ({}, {"": []})
        lines.take()
        documents.take()
        document = msgspec.json.decode(documents.lines[-1], type=Report)
        if told(lines.lines) == fresh_verdicts and found(document) == fresh_found:
            return ""
        if time.monotonic() > deadline:
            return f"-w: {told(lines.lines)} and {found(document)}; a fresh read: {fresh_found}"
        time.sleep(0.1)


def test_what_is_watched_is_what_a_fresh_read_says(
    control_plane: Cluster, namespace: Namespace, porttrace: Porttrace
) -> None:
    edits = Edits(namespace, SEED)
    edits.fill()
    wrong: list[str] = []
    with counted("edits that are watched") as tally, watching(porttrace, "-w") as lines:
        with watching(porttrace, "-w", "-o", "json") as documents:
            documents.wait_for(bool, "the first report")
            history = []
            for _ in range(EDITS):
                history.append(edits.make())
                differs = disagreement(control_plane, namespace, lines, documents)
                tally.update(cases=1, disagreements=bool(differs))
                wrong += [f"after {history[-5:]}: {differs}"] if differs else []
        assert lines.said == [] or all("waiting for it" in line for line in lines.said)
    assert not wrong, "\n".join(wrong)
