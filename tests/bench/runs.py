"""Runs of the benchmarks with figures that are easy to reckon with."""

from __future__ import annotations

from bench.groups import THROUGH_LINK
from bench.results import Row, Run, Table
from bench.sample import Sample, taken
from bench.size import Size


def row(name: str, wall: float, peak: float = 50e6) -> Row:
    return Row(name, taken([Sample(code=0, wall=wall, cpu=wall / 2, peak=peak)]))


def run(pods: int = 10_000, wall: float = 2.0, date: str = "2026-11-21") -> Run:
    near = Table(
        "one Service, in a namespace of 2,000 pods",
        15,
        (row("porttrace NAME", 0.25), row("three kubectl calls", 0.3), row("kubectl describe svc", 0.1)),
    )
    far = Table(
        "one Service through a link of 50 ms and 10 Mbit/s",
        10,
        tuple(
            each
            for name, slow, straight in (
                ("porttrace NAME", 0.5, 0.25),
                ("three kubectl calls", 0.9, 0.3),
                ("kubectl describe svc", 0.4, 0.1),
            )
            for each in (row(THROUGH_LINK + name, slow), row(name, straight))
        ),
    )
    whole = Table(
        f"the whole cluster, {pods:,} pods in 500 Services",
        5,
        (
            row("porttrace -A", wall, 80e6),
            row("kubectl get --raw, whole lists", 1.0),
            row("kubectl get pods -A -o json", 16.0, 1650e6),
        ),
    )
    return Run(date, {"porttrace": "0.1.0"}, "2 cores", 0.5, Size(pods=pods), 95_000_000, (near, far, whole))
