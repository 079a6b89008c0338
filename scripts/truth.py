"""Run the proofs at length and print what they looked at.

`N` random Services from `SEED`, `PACKETS` of them with packets, `FAULTS` faults that are mended, `RIGHTS`
namespaces seen with every subset of rights, `MOVES` looks at a cluster in motion, `EDITS` edits that are watched,
`POLICIES` random worlds of network policies, `WORLDS` of them with packets, `CHANGES` changes that are foreseen,
`NAMES` pairs of namespaces that CoreDNS is asked about, `SETS` real manifests, `HELM` for charts that Helm renders.

make truth N=2000 SEED=7
"""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tabulate import tabulate

from tests.truth.figures import FIGURES

COLUMNS = ("cases", "services", "ports", "pods", "packets", "disagreements")
AT_LENGTH = {
    "N": "2000",
    "PACKETS": "300",
    "FAULTS": "500",
    "RIGHTS": "20",
    "MOVES": "500",
    "EDITS": "200",
    "POLICIES": "5000",
    "WORLDS": "200",
    "CHANGES": "200",
    "NAMES": "40",
    "SETS": "0",
    "HELM": "1",
    "SHRINK": "1",
}


def main() -> int:
    """Run `tests/truth` and print the table; the exit code is pytest's."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "figures.jsonl"
        environment = {**AT_LENGTH, **os.environ, FIGURES: str(file)}
        command = [sys.executable, "-m", "pytest", "tests/truth", *sys.argv[1:]]
        code = subprocess.run(command, env=environment, check=False).returncode
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
    print(table(json.loads(line) for line in lines))
    return code


def table(figures: Iterable[dict[str, Any]]) -> str:
    """The figures of all parts, summed up by proof."""
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for part in figures:
        sums[part.pop("proof")].update(part)
    rows = [[proof, *(tally[column] for column in COLUMNS)] for proof, tally in sums.items()]
    return tabulate(rows, headers=["proof", *COLUMNS], tablefmt="plain")


if __name__ == "__main__":
    sys.exit(main())
