"""The figures as they are printed."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bench.groups import FLOOR
from bench.results import Row, Table
from bench.sample import Sample, taken
from bench.server import Bill
from bench.table import growth_text, round_trips, run_text, whole_cluster
from tests.bench.runs import run


def test_round_trips_are_what_the_link_added() -> None:
    assert dict(round_trips(run().tables[1])) == pytest.approx(
        {"porttrace NAME": 5, "three kubectl calls": 12, "kubectl describe svc": 6}
    )


def test_each_row_is_compared_with_the_first() -> None:
    lines = run_text(run()).splitlines()
    assert [line.split() for line in lines if line.startswith("kubectl get pods")] == [
        ["kubectl", "get", "pods", "-A", "-o", "json", "16.000", "16.000", "16.000", "8.00", "8.00", "1,650"]
    ]
    assert lines[0] == "10,000 pods in 500 Services of 50 namespaces on 100 nodes"
    assert "lists that porttrace -A reads: 95 MB" in lines


def test_the_whole_cluster_is_compared_with_the_floor_and_billed() -> None:
    bills = Bill(cpu=0.9, sent=68e6), Bill(cpu=1.8, sent=95e6)
    rows = (
        Row("porttrace -A", taken([Sample(0, 2.0, 1.0, 80e6, bills[0])])),
        Row(FLOOR, taken([Sample(0, 4.0, 0.5, 40e6, bills[1])])),
    )
    one = replace(run(), tables=(Table("the whole cluster", 1, rows),), lasted=250.0)
    told = run_text(one).splitlines()
    assert [line.split()[-5:] for line in told[-2:]] == [
        ["0.50", "1.00", "80", "0.90", "68.0"],
        ["1.00", "0.50", "40", "1.80", "95.0"],
    ]
    assert told[-3].split()[-6:] == ["MB", "server", "CPU", "s", "sent", "MB"]
    assert told[0].endswith("; measured in 250 s")


def test_growth_is_told_for_a_pod() -> None:
    told = growth_text([run(), run(pods=50_000, wall=12.0)]).splitlines()
    assert [line.split() for line in told[1:]] == [
        ["10,000", "2.00", "200.0", "80,", "8.0"],
        ["50,000", "12.00", "240.0", "80,", "1.6"],
    ]


def test_one_run_shows_no_growth() -> None:
    assert growth_text([run()]) == ""


def test_the_whole_cluster_is_found_by_its_title() -> None:
    assert whole_cluster(run()).rows[0].name == "porttrace -A"
