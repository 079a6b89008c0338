"""A cluster that breaks while somebody looks: an honest report or one sentence, and never a wrong error."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from kubectl_porttrace.report.v1 import Report
from tests.cluster.build import Programs
from tests.cluster.cluster import Cluster
from tests.cluster.control_plane import ControlPlane
from tests.diagnose.faithful import errors, unfaithful
from tests.truth.breakdown import Breakdown, doomed
from tests.truth.churn import SLOW, fill
from tests.truth.churning import BUSY
from tests.truth.figures import counted
from tests.truth.looks import look
from tests.truth.options import MOVES, SEED
from tests.truth.shop_floor import is_settled

QUESTIONS = (("steady",), (), ("steady", "wrong"), ("wrong:80",))
BRIEF = ("--request-timeout", "2s")
DELETIONS = max(1, MOVES // 50)
MOST = 1000
"""Looks after which the faults must have shown in some, and spared others."""


@pytest.fixture(scope="module")
def plane(programs: Programs, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ControlPlane]:
    """A control plane that nobody else needs."""
    with ControlPlane(tmp_path_factory.mktemp("broken") / "cluster", programs) as started:
        yield started


@pytest.fixture(scope="module")
def cluster(plane: ControlPlane) -> Iterator[Cluster]:
    with closing(Cluster(plane.connection)) as reached:
        yield reached


def test_a_namespace_that_is_deleted_meanwhile(cluster: Cluster) -> None:
    with counted("looks at what is deleted") as tally:
        for _ in range(DELETIONS):
            namespace, deletion = doomed(cluster, fill)
            deletion.start()
            said = ""
            while "not found" not in said:
                seen = look(cluster.kubeconfig(), namespace.name, "steady", "wrong")
                said = seen.said
                tally["cases"] += 1
            deletion.join()
            assert seen.code == 1


def test_a_control_plane_that_breaks(plane: ControlPlane, cluster: Cluster) -> None:
    calm, shaken = cluster.new_namespace("calm"), cluster.new_namespace("shaken")
    for namespace in (calm, shaken):
        fill(namespace)
        namespace.wait_for(partial(is_settled, namespace), "the controllers")
    kubeconfig = cluster.kubeconfig()
    whole: dict[tuple[str, ...], Report] = {
        question: answered(kubeconfig, calm.name, question) for question in QUESTIONS
    }
    assert {each.subject.name for each in errors(whole[()])} == {"wrong", *BUSY}
    breakdown, wrong, outcomes = Breakdown(plane, shaken, SEED), [], {"refused": 0, "part": 0, "whole": 0}
    with counted("looks at what breaks") as tally, breakdown.going_on():
        for number, question in enumerate(itertools.cycle(QUESTIONS)):
            if number >= MOVES and (number > MOST or (outcomes["refused"] and outcomes["whole"])):
                break
            if number % 4 == 3:
                look(kubeconfig, shaken.name, SLOW[number % len(SLOW)], *BRIEF)
            seen = look(kubeconfig, calm.name, *question, *BRIEF).report
            unread = frozenset() if seen is None else unanswered(seen)
            outcomes["refused" if seen is None else "part" if unread else "whole"] += 1
            if seen is not None:
                wrong += [f"{question}: {each}" for each in unfaithful(whole[question], seen, unread)]
                tally.update(services=seen.summary.services, ports=seen.summary.ports)
            tally.update(cases=1, disagreements=len(wrong))
    assert not wrong, "\n".join(wrong)
    assert outcomes["refused"], outcomes
    assert outcomes["whole"], outcomes
    assert breakdown.faults


def answered(kubeconfig: Path, namespace: str, question: tuple[str, ...]) -> Report:
    """The report on a cluster that is at rest."""
    report = look(kubeconfig, namespace, *question).report
    assert report is not None
    assert unanswered(report) == frozenset()
    return report


def unanswered(report: Report) -> frozenset[str]:
    """What was asked for and not read."""
    return frozenset(each.resource for each in report.not_checked if each.reason != "not-requested")
