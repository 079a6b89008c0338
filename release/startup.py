"""How long the archive's program takes beside the source: `python -m release.startup [PROGRAM]` prints medians."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from release.dist import built
from release.layout import PROGRAM
from release.unpack import unpacked

TIMES = 9
RUNS = {"--version": 0, "--help": 0, "--list-checks": 0, "--demo": 3}
"""What is run, and the exit code it has to have."""


def medians(programs: Mapping[str, Path], argument: str, code: int) -> dict[str, float]:
    """Seconds from start to end by turns, so that what else the machine does falls on all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    for turn in range(TIMES + 1):
        for name, program in programs.items():
            taken = _seconds(program, argument, code)
            # The first run reads from the disk.
            if turn:
                seconds[name].append(taken)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def _seconds(program: Path, argument: str, code: int) -> float:
    # Without what modules are compiled to, the source would be compiled anew in every run.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    ended = subprocess.run([program, argument], capture_output=True, check=False, env=environment)
    taken = time.perf_counter() - begun
    if ended.returncode != code:
        raise SystemExit(f"{program} {argument} ended with {ended.returncode}: {ended.stderr.decode()}")
    return taken


def main() -> None:
    """Print a line for each run."""
    source = Path(sys.argv[1]) if sys.argv[1:] else Path(sys.executable).parent / PROGRAM
    programs = {"source": source, "archive": unpacked(built())}
    sys.stdout.write(f"median of {TIMES}, in seconds\n")
    for argument, code in RUNS.items():
        found = medians(programs, argument, code)
        sys.stdout.write(f"{argument:<14}" + "".join(f"  {name} {found[name]:.3f}" for name in programs) + "\n")


if __name__ == "__main__":
    main()
