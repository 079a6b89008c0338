"""Looks at a cluster in motion, each compared with what became of it; and at one that breaks meanwhile."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kubectl_porttrace.report.v1 import Report
from kubectl_porttrace.sessions import session
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.diagnose.faithful import errors, verdicts
from tests.truth.churn import SLOW, Churn, fill, settle, versions
from tests.truth.churning import BUSY
from tests.truth.figures import counted
from tests.truth.looks import look
from tests.truth.options import MOVES, SEED

CHUNK = 50
QUESTIONS = ((), ("slow-0",), ("busy-0", "slow-1"), ("steady", "wrong", "slow-2"), ("busy-1",))
PATIENT = 5
"""Every so many looks wait for the controllers as users' do; the others are content with what one read shows."""


@pytest.fixture
def moving(control_plane: Cluster, namespace: Namespace) -> Iterator[tuple[Namespace, Churn]]:
    fill(namespace)
    with Churn(namespace, control_plane.connection.directory, SEED) as churn:
        namespace.wait_for(lambda: churn.changes, "the first changes")
        yield namespace, churn


@pytest.mark.parametrize("start", range(0, MOVES, CHUNK))
def test_an_error_is_true_or_its_objects_have_changed(
    control_plane: Cluster, moving: tuple[Namespace, Churn], monkeypatch: pytest.MonkeyPatch, start: int
) -> None:
    namespace, churn = moving
    kubeconfig = control_plane.kubeconfig()
    wrong: list[str] = []
    begun = time.monotonic()
    with counted("looks in motion") as tally:
        for number, question in zip(range(start, min(start + CHUNK, MOVES)), itertools.cycle(QUESTIONS), strict=False):
            monkeypatch.setattr(session, "PATIENCE", 0.0 if number % PATIENT else 3.0)
            before = versions(namespace)
            seen = look(kubeconfig, namespace.name, *question).report
            assert seen is not None
            tally.update(cases=1, services=seen.summary.services, ports=seen.summary.ports)
            wrong += steady_told_wrong(seen)
            if any(_service(each.subject.name) for each in errors(seen)):
                with churn.paused():
                    wrong += untrue(kubeconfig, namespace, seen, before)
        enough = min(CHUNK, MOVES)
        changes = namespace.wait_for(lambda: max(0, churn.changes - enough), "more changes than looks") + enough
        tally.update(pods=changes, seconds=round(time.monotonic() - begun), disagreements=len(wrong))
    assert not wrong, "\n".join(wrong)


def _service(name: str) -> bool:
    return name in {*SLOW, *BUSY}


def steady_told_wrong(seen: Report) -> Iterator[str]:
    """What is said of the Services that nothing changes, other than what has always been true of them."""
    known = {"steady": "wired", "wrong": "broken"}
    for (_, name, port, _), verdict in verdicts(seen).items():
        if name in known and verdict != known[name]:
            yield f"{name} port {port} is {known[name]} all the time, and was called {verdict}"
    for finding in errors(seen):
        if finding.subject.name == "steady":
            yield f"nothing is wrong with steady, and {finding.code} says: {finding.message}"


def untrue(
    kubeconfig: Path, namespace: Namespace, seen: Report, before: dict[str, frozenset[tuple[str, str]]]
) -> list[str]:
    """The errors that are gone once all has settled, though none of what they are about has changed."""
    settle(namespace)
    settled = look(kubeconfig, namespace.name).report
    assert settled is not None
    after = versions(namespace)
    # Another cause may be told by now, as events of its pods come in: what counts is that the port has an error.
    still = {port for each in errors(settled) for port in each.ports}
    return [
        f"{each.code} of {each.subject.name} is gone, and nothing has changed: {each.message}"
        for each in errors(seen)
        if still.isdisjoint(each.ports) and before[each.subject.name] == after[each.subject.name]
    ]
