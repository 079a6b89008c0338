"""What runs cost the API server, by its own metrics."""

from __future__ import annotations

import os
from typing import cast

from bench.sample import Sample, taken
from bench.server import Bill, Meter, bill_in
from bench.subject import Group, Subject, compare

METRICS = """# TYPE process_cpu_seconds_total counter
process_cpu_seconds_total 474.17
apiserver_response_sizes_bucket{verb="LIST",le="1000"} 3
apiserver_response_sizes_sum{component="apiserver",resource="pods",verb="LIST"} 6.8e+07
apiserver_response_sizes_sum{component="apiserver",resource="services",verb="LIST"} 466944
apiserver_response_sizes_count{component="apiserver",resource="pods",verb="LIST"} 20
"""


class Scripted:
    """A meter that says one thing after the other."""

    def __init__(self, *bills: Bill) -> None:
        self.left = list(bills)

    def read(self) -> Bill:
        return self.left.pop(0)


def test_a_bill_is_read_from_metrics() -> None:
    assert bill_in(METRICS) == Bill(474.17, 68_466_944)


def test_what_a_run_cost_is_what_was_added() -> None:
    # Reading them costs 0.25 s and 5 bytes; the first round is not counted.
    bills = [Bill(0, 0), Bill(0, 0), Bill(9, 90), Bill(10, 95), Bill(10.25, 100), Bill(11.0, 305)]
    meter = cast("Meter", Scripted(*bills))
    group = Group("a group", (Subject("a subject", ("true",)),), billed=True)
    ((_, found),) = compare(group, 1, os.environ, lambda _: None, meter)
    assert found.server_cpu is not None
    assert found.sent is not None
    assert (found.server_cpu.median, found.sent.median) == (0.5, 200)


def test_what_is_not_billed_reads_no_metrics() -> None:
    group = Group("a group", (Subject("a subject", ("true",)),))
    ((_, found),) = compare(group, 1, os.environ, lambda _: None, cast("Meter", Scripted()))
    assert (found.server_cpu, found.sent) == (None, None)


def test_runs_without_a_bill_have_none() -> None:
    assert taken([Sample(0, 1.0, 0.5, 10)]).server_cpu is None
    billed = taken([Sample(0, 1.0, 0.5, 10, Bill(0.25, 7)), Sample(0, 1.0, 0.5, 10, Bill(0.75, 9))])
    assert billed.server_cpu is not None
    assert (billed.server_cpu.min, billed.server_cpu.max) == (0.25, 0.75)
