"""Reading again while a cluster catches up."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, repeat

import pytest
from msgspec.structs import replace

from kubectl_porttrace.checked_options import checked
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.options import Options
from kubectl_porttrace.question import Question
from kubectl_porttrace.report.v1 import Report
from kubectl_porttrace.sessions import session as session_module
from kubectl_porttrace.sessions.over_cluster import OverlaySession
from kubectl_porttrace.sessions.session import Session
from tests.build import LONG_AGO, NOW, cluster, pod, service


class Scripted(Session):
    """A session that reads one snapshot after the other."""

    def __init__(self, snapshots: Iterator[Snapshot], *targets: str, live: bool = True) -> None:
        super().__init__(checked(Options(namespace="shop"), targets))
        self._snapshots = snapshots
        self._live = live

    @property
    def live(self) -> bool:
        return self._live

    def read(self) -> Snapshot:
        return next(self._snapshots)


def report_of(session: Session) -> Report:
    return session.diagnose(session.settle())


def behind() -> Snapshot:
    """A cluster whose slices have yet to hear of a new pod."""
    old = cluster(service(), pod(name="old"))
    new = pod(name="new", created=NOW - timedelta(seconds=1))
    return cluster(*old.services, *old.pods, new, *old.endpoint_slices, published=False)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that only sleeping moves, and what was slept."""
    slept: list[float] = []
    monkeypatch.setattr(session_module, "monotonic", lambda: sum(slept))
    monkeypatch.setattr(session_module, "sleep", slept.append)
    return slept


def test_a_cluster_at_rest_is_read_once(clock: list[float]) -> None:
    session = Scripted(iter([cluster(service(), pod())]))
    assert not report_of(session).services[0].converging
    assert clock == []


def test_a_cluster_that_catches_up_is_read_until_it_has(clock: list[float]) -> None:
    session = Scripted(iter([behind(), behind(), cluster(service(), pod())]))
    assert not report_of(session).services[0].converging
    assert clock == [1.0, 1.0]


def test_a_cluster_that_does_not_catch_up_is_waited_for_no_longer_than_three_seconds(clock: list[float]) -> None:
    session = Scripted(chain.from_iterable(repeat([behind()])))
    assert report_of(session).services[0].converging
    assert clock == [1.0, 1.0, 1.0]


def test_slices_that_seem_to_lag_are_looked_at_again(clock: list[float]) -> None:
    lagging = replace(behind(), observed_at=NOW + timedelta(hours=1))
    session = Scripted(iter([lagging, cluster(service(), pod())]))
    assert "PTE13" not in {finding.code for finding in report_of(session).findings}
    assert len(clock) == 1


def test_what_cannot_change_is_read_once(clock: list[float]) -> None:
    session = Scripted(iter([behind()]), live=False)
    assert report_of(session).services[0].converging
    assert clock == []


def test_a_session_can_be_asked_again(clock: list[float]) -> None:
    session = Scripted(iter([cluster(service(), pod()), behind(), cluster(service())]))
    first, second = report_of(session), report_of(session)
    assert [report.services[0].verdict for report in (first, second)] == ["wired", "broken"]
    assert clock == [1.0]


def test_slices_of_a_service_that_is_being_deleted_are_not_waited_for(clock: list[float]) -> None:
    leaving = service(metadata={"deletionTimestamp": LONG_AGO})
    snapshot = cluster(leaving, pod(), published=False)
    assert report_of(Scripted(iter([snapshot]))).services[0].verdict == "broken"
    assert clock == []


@pytest.mark.parametrize("live", [True, False])
def test_a_target_that_does_not_exist_is_told_beside_the_others(clock: list[float], live: bool) -> None:  # noqa: FBT001
    settled = Scripted(iter([cluster(service(), pod())]), "wbe", "web", "web:90", live=live).settle()
    assert [followed.subject.name for followed in settled.subjects] == ["web"]
    assert [error.message.partition(":")[0] for error in settled.not_found] == [
        'service "wbe" not found in namespace "shop"',
        'service "web" in namespace "shop" has no port 90',
    ]
    assert clock == []


@pytest.mark.parametrize(
    ("output", "written"), [("table", [True, False]), ("json", [True])], ids=["a-screen-of-each", "one-document"]
)
def test_what_writes_is_imported_while_the_cluster_below_files_answers(
    output: str, written: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def note(_output: str, *, compared: bool = False) -> None:
        asked.append(compared)

    monkeypatch.setattr("kubectl_porttrace.render.writer", note)
    monkeypatch.setattr("kubectl_porttrace.sessions.over_cluster.writer", note)
    session = OverlaySession.__new__(OverlaySession)  # neither files nor a cluster matter
    session.options = Options(output=output, over_cluster=True)
    session.question = Question("shop")
    session._prepare()
    assert asked == written
