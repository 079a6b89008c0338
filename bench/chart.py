"""The chart for the README: what porttrace takes, beside what one does without it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.bars import Bar, Bars, drawing
from bench.groups import THROUGH_LINK
from bench.results import Row, Run, Table
from bench.table import MEGABYTE, round_trips, whole_cluster
from kubectl_porttrace.wording import count

FILE = Path(__file__).parent.parent / "docs" / "bench.svg"

_SERVICE = {
    "porttrace NAME": "kubectl-porttrace web",
    "three kubectl calls": "get svc, endpointslices, pods",
    "kubectl describe svc": "kubectl describe svc web",
}
_CLUSTER = {
    "porttrace -A": "kubectl-porttrace -A",
    "kubectl get --raw, whole lists": "kubectl get --raw, same lists",
    "kubectl get pods -A -o json": "kubectl get pods -A -o json",
}
"""What is drawn of the whole cluster: the name of the row -> what the chart calls it."""


def chart(runs: Sequence[Run]) -> str:
    """Draw the smallest run that was stored. ValueError where there is none."""
    if not runs:
        raise ValueError("nothing was stored yet: python -m bench")
    run = runs[0]
    near = next(table for table in reversed(run.tables) if table.title.startswith("one Service, in"))
    far = next(table for table in run.tables if "through a link" in table.title)
    scope = f"in a cluster of {run.size.pods:,} pods"
    groups = (
        Bars("One Service", scope, _bars(near, _SERVICE)),
        Bars("The same, far away", "a link of 50 ms and 10 Mbit/s", _far_bars(far)),
        Bars("The whole cluster", f"{run.size.services:,} Services, {run.size.pods:,} pods", _cluster_bars(run)),
    )
    return drawing(groups, f"Time that kubectl-porttrace takes {scope}, beside kubectl alone")


def _bars(table: Table, names: Mapping[str, str]) -> tuple[Bar, ...]:
    return tuple(_bar(table.row(name), label, "") for name, label in names.items())


def _far_bars(table: Table) -> tuple[Bar, ...]:
    waited = dict(round_trips(table))
    return tuple(
        _bar(table.row(THROUGH_LINK + name), label, f", {count(round(waited[name]), 'round trip')}")
        for name, label in _SERVICE.items()
    )


def _cluster_bars(run: Run) -> tuple[Bar, ...]:
    table = whole_cluster(run)
    rows = {row.name: row for row in table.rows if row.name in _CLUSTER}
    return tuple(
        _bar(rows[name], label, f", {rows[name].taken.peak.median / MEGABYTE:,.0f} MB")
        for name, label in _CLUSTER.items()
        if name in rows
    )


def _bar(row: Row, label: str, more: str) -> Bar:
    wall = row.taken.wall.median
    return Bar(label, wall, f"{wall:.2f} s{more}" if wall < 1 else f"{wall:.1f} s{more}", ours="porttrace" in row.name)
