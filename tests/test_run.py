"""Reading again while a cluster catches up, and the exit code."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, repeat

import pytest
from msgspec.structs import replace

from kubectl_porttrace import run
from kubectl_porttrace.diagnose.report import diagnose
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.options import Options
from kubectl_porttrace.run import Reading, exit_code, report_on
from tests.build import NOW, cluster, container, pod, port, service

HTTP = {"name": "http", "port": 80, "targetPort": "http"}


def behind() -> Snapshot:
    """A cluster whose slices have yet to hear of a new pod."""
    old = cluster(service(), pod(name="old"))
    new = pod(name="new", created=NOW - timedelta(seconds=1))
    return cluster(*old.services, *old.pods, new, *old.endpoint_slices, published=False)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that only sleeping moves, and what was slept."""
    slept: list[float] = []
    monkeypatch.setattr(run, "monotonic", lambda: sum(slept))
    monkeypatch.setattr(run, "sleep", slept.append)
    return slept


def read_from(monkeypatch: pytest.MonkeyPatch, snapshots: Iterator[Snapshot], *, live: bool = True) -> None:
    monkeypatch.setattr(run, "_reading", lambda _: Reading("shop", lambda: next(snapshots), live=live))


def test_a_cluster_at_rest_is_read_once(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    read_from(monkeypatch, iter([cluster(service(), pod())]))
    assert not report_on(Options()).report.services[0].converging
    assert clock == []


def test_a_cluster_that_catches_up_is_read_until_it_has(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    read_from(monkeypatch, iter([behind(), behind(), cluster(service(), pod())]))
    assert not report_on(Options()).report.services[0].converging
    assert clock == [1.0, 1.0]


def test_a_cluster_that_does_not_catch_up_is_waited_for_no_longer_than_three_seconds(
    monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    read_from(monkeypatch, chain.from_iterable(repeat([behind()])))
    assert report_on(Options()).report.services[0].converging
    assert clock == [1.0, 1.0, 1.0]


def test_slices_that_seem_to_lag_are_looked_at_again(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    lagging = replace(behind(), observed_at=NOW + timedelta(hours=1))
    read_from(monkeypatch, iter([lagging, cluster(service(), pod())]))
    assert "PTE13" not in {finding.code for finding in report_on(Options()).report.findings}
    assert len(clock) == 1


def test_what_cannot_change_is_read_once(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    read_from(monkeypatch, iter([behind()]), live=False)
    assert report_on(Options()).report.services[0].converging
    assert clock == []


@pytest.mark.parametrize(
    ("subject", "codes"),
    [
        pytest.param(cluster(service(HTTP), pod()), {"error": 3, "warning": 3, "note": 3, "never": 0}, id="error"),
        pytest.param(
            cluster(service(HTTP), pod(container(port(80, "http"))), pod()),
            {"error": 0, "warning": 3, "note": 3, "never": 0},
            id="warning",
        ),
        pytest.param(
            cluster(service(externalIPs=["192.0.2.1"]), pod()),
            {"error": 0, "warning": 0, "note": 3, "never": 0},
            id="note",
        ),
    ],
)
def test_the_exit_code_is_that_of_the_worst_finding(subject: Snapshot, codes: dict[str, int]) -> None:
    report = diagnose(subject, subject.services)
    assert {level: exit_code(report, level) for level in codes} == codes
