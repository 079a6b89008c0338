"""A run in words: medians with the least and the most, and how many times the first of its group each one took.

The whole cluster is compared with the floor: the same lists page by page, as JSON and over one connection.
"""

from collections.abc import Iterator, Sequence

from tabulate import tabulate

from bench.groups import FLOOR, THROUGH_LINK
from bench.link import ROUND_TRIP
from bench.results import Row, Run, Table
from bench.sample import Spread
from bench.tricks import savings

MEGABYTE = 1_000_000
_HEADERS = ("", "seconds", "least", "most", "times", "CPU s", "peak MB")
_SERVER = ("server CPU s", "sent MB")


def run_text(run: Run) -> str:
    """The whole run, for a terminal."""
    filled = "" if run.filled_in is None else f"; the fixture took {run.filled_in:.0f} s"
    filled += "" if run.lasted is None else f"; measured in {run.lasted:.0f} s"
    head = (
        f"{run.size.pods:,} pods in {run.size.services:,} Services of {run.size.namespaces} namespaces on "
        f"{run.size.nodes} nodes{filled}\n"
        f"lists that porttrace -A reads: {run.transferred / MEGABYTE:.0f} MB\n"
        f"{run.machine}, load {run.load}; {', '.join(f'{name} {version}' for name, version in run.versions.items())}"
    )
    return "\n\n".join([head, *(_table_text(table) for table in run.tables)]) + "\n"


def growth_text(runs: Sequence[Run]) -> str:
    """What each run's whole cluster took for a pod; empty for a single run."""
    rows = [
        [f"{run.size.pods:,}", f"{row.taken.wall.median:.2f}", _per_pod(run, row.taken.wall, 1e6), _memory(run, row)]
        for run in runs
        for row in [whole_cluster(run).rows[0]]
    ]
    headers = ("pods", "seconds of porttrace -A", "microseconds a pod", "peak MB, KB a pod")
    return tabulate(rows, headers=headers, tablefmt="plain", disable_numparse=True) + "\n" if len(runs) > 1 else ""


def whole_cluster(run: Run) -> Table:
    """The table of the whole cluster. StopIteration where there is none."""
    return next(table for table in run.tables if table.title.startswith("the whole cluster"))


def round_trips(table: Table) -> Iterator[tuple[str, float]]:
    """How many round trips each command waited for: what the link added, in units of its delay."""
    for row in table.rows:
        if row.name.startswith(THROUGH_LINK):
            name = row.name.removeprefix(THROUGH_LINK)
            yield name, (row.taken.wall.median - table.row(name).taken.wall.median) / ROUND_TRIP


def _table_text(table: Table) -> str:
    billed = any(row.taken.server_cpu for row in table.rows)
    compared = next((row for row in table.rows if row.name == FLOOR), table.rows[0])
    cells = [[*_cells(row, compared.taken.wall.median), *(_bill(row) if billed else ())] for row in table.rows]
    headers = (*_HEADERS, *(_SERVER if billed else ()))
    right = ("left", *["right"] * (len(headers) - 1))
    drawn = tabulate(cells, headers=headers, tablefmt="plain", colalign=right, disable_numparse=True)
    waited = "".join(f"\n  {name}: {count:.1f} round trips" for name, count in round_trips(table))
    saved = "".join(f"\n  {each}" for each in savings(table))
    return f"{table.title} ({table.rounds} rounds)\n{drawn}{waited}{saved}"


def _cells(row: Row, first: float) -> list[str]:
    wall, peak = row.taken.wall, row.taken.peak.median / MEGABYTE
    times = [f"{each:.3f}" for each in (wall.median, wall.min, wall.max)]
    return [row.name, *times, f"{wall.median / first:.2f}", f"{row.taken.cpu.median:.2f}", f"{peak:,.0f}"]


def _bill(row: Row) -> tuple[str, str]:
    """What it cost the API server."""
    cpu, sent = row.taken.server_cpu, row.taken.sent
    return f"{cpu.median:.2f}" if cpu else "", f"{sent.median / MEGABYTE:.1f}" if sent else ""


def _per_pod(run: Run, spread: Spread, unit: float) -> str:
    return f"{spread.median * unit / run.size.pods:.1f}"


def _memory(run: Run, row: Row) -> str:
    peak = row.taken.peak
    return f"{peak.median / MEGABYTE:.0f}, {_per_pod(run, peak, 1e-3)}"
