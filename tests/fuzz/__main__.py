"""`make fuzz N= SEED= CLASS=`: try N inputs of each class from SEED on, and print what is found."""

import os
import sys
import tempfile
from pathlib import Path

from tests.fuzz.inputs import CLASSES
from tests.fuzz.running import findings


def main() -> int:
    """Try them; the exit code is 1 where something was found."""
    number, seed = int(os.environ.get("N") or 5000), int(os.environ.get("SEED") or 1)
    wanted = os.environ.get("CLASS")
    found = 0
    for inputs in CLASSES:
        if wanted and inputs.name != wanted:
            continue
        here = 0
        with tempfile.TemporaryDirectory() as folder:
            for finding in findings(inputs, seed, number, Path(folder)):
                here += 1
                sys.stdout.write(f"{finding}\n")
                sys.stdout.flush()
        sys.stdout.write(f"{inputs.name}: {number} tried from seed {seed}, {here} found\n")
        found += here
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
