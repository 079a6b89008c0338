"""What a run of the benchmarks found, as it is kept in `results.json`."""

from pathlib import Path

import msgspec

from bench.sample import Taken
from bench.size import Size

FILE = Path(__file__).with_name("results.json")


class Row(msgspec.Struct, frozen=True):
    """One command."""

    name: str
    taken: Taken


class Table(msgspec.Struct, frozen=True):
    """Commands that were run in turns."""

    title: str
    rounds: int
    rows: tuple[Row, ...]

    def row(self, name: str) -> Row:
        """The row of a command. StopIteration where there is none."""
        return next(row for row in self.rows if row.name == name)


class Run(msgspec.Struct, frozen=True, omit_defaults=True):
    """One run on a cluster of one size.

    Attributes:
        date: the day, as in 2026-11-21.
        versions: program -> its version.
        machine: what it ran on, in words.
        load: processes that ran or waited in the minute before.
        size: of the fixture.
        transferred: bytes of the lists that `porttrace -A` reads.
        filled_in: seconds until the fixture was there; None where it was there already.
        tables: what was measured.
        lasted: seconds that measuring took.
    """

    date: str
    versions: dict[str, str]
    machine: str
    load: float
    size: Size
    transferred: int
    tables: tuple[Table, ...]
    filled_in: float | None = None
    lasted: float | None = None


def stored_runs(path: Path = FILE) -> tuple[Run, ...]:
    """Read the last run of every size."""
    return msgspec.json.decode(path.read_bytes(), type=tuple[Run, ...]) if path.exists() else ()


def store(run: Run, path: Path = FILE) -> tuple[Run, ...]:
    """Keep a run instead of the last of its size, and return all, the smallest fixture first."""
    others = [each for each in stored_runs(path) if each.size != run.size]
    runs = tuple(sorted([*others, run], key=lambda each: each.size.pods))
    path.write_bytes(msgspec.json.format(msgspec.json.encode(runs), indent=1) + b"\n")
    return runs
