"""Measure, print, and keep what was found: `python -m bench`, or `make bench`."""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime, timezone
from time import monotonic

from bench.chart import FILE as CHART
from bench.chart import chart
from bench.groups import floor, groups
from bench.results import Row, Run, Table, store, stored_runs
from bench.size import Size
from bench.stage import Stage, end_cluster, load, staged
from bench.subject import compare
from bench.table import growth_text, run_text
from kubectl_porttrace import __version__
from tests.cluster.build import kubernetes_version

_GIBIBYTE = 1 << 30


def main() -> None:
    """Read the command line and do what it says."""
    asked = _arguments()
    if asked.draw:
        _draw(stored_runs())
        return
    size = Size(pods=asked.pods, services=asked.services, namespaces=asked.namespaces, nodes=asked.nodes)
    try:
        with staged(size) as stage:
            sys.stdout.write("" if asked.fill else _measured(stage, asked.rounds, asked.only))
    finally:
        if not (asked.keep or asked.fill):
            end_cluster()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    for name, default in vars(Size()).items():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--rounds", type=int, default=3, help="how often each command runs; quick ones run more often")
    parser.add_argument("--only", default="", help="the groups whose title has this word; nothing is stored then")
    parser.add_argument("--keep", action="store_true", help="leave the cluster running, for the next run to use")
    parser.add_argument("--fill", action="store_true", help="build the fixture, keep it, and measure nothing")
    parser.add_argument("--draw", action="store_true", help="draw the chart anew from what was stored")
    return parser.parse_args()


def _measured(stage: Stage, rounds: int, only: str) -> str:
    """Measure, store the run if it is whole, and return it in words."""
    before, begun = load(), monotonic()
    tables = tuple(_tables(stage, rounds, only))
    run = Run(
        date=datetime.now(timezone.utc).date().isoformat(),
        versions={"porttrace": __version__, "Kubernetes": kubernetes_version(), "Python": platform.python_version()},
        machine=_machine(),
        load=before,
        size=stage.size,
        transferred=_transferred(stage),
        filled_in=stage.filled_in,
        lasted=round(monotonic() - begun, 1),
        tables=tables,
    )
    if only:
        return run_text(run)
    runs = store(run)
    _draw(runs)
    return f"{run_text(run)}\n{growth_text(runs)}"


def _draw(runs: Sequence[Run]) -> None:
    CHART.parent.mkdir(exist_ok=True)
    CHART.write_text(chart(runs), "utf-8")


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _tables(stage: Stage, rounds: int, only: str) -> list[Table]:
    tables = []
    for group in groups(stage):
        if only in group.title:
            compared = compare(group, rounds, stage.environment, _tell, stage.meter)
            rows = tuple(Row(subject.name, taken) for subject, taken in compared)
            tables.append(Table(group.title, rounds * group.times, rows))
    return tables


def _transferred(stage: Stage) -> int:
    """How many bytes the lists have that porttrace reads."""
    return int(subprocess.run(floor(stage, 1), env=stage.environment, capture_output=True, check=True).stdout)


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIBIBYTE
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}"


if __name__ == "__main__":
    main()
