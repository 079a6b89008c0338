"""How much each proof looked at, for the table at the end of `make truth`."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FIGURES = "PORTTRACE_TRUTH_FIGURES"
"""The variable that names the file to append to; without it nothing is written."""


@contextmanager
def counted(proof: str) -> Iterator[Counter[str]]:
    """Count what a part of a proof looks at: cases, services, ports, pods, packets; and where it disagrees."""
    tally: Counter[str] = Counter(disagreements=0)
    try:
        yield tally
    except AssertionError:
        tally["disagreements"] = max(1, tally["disagreements"])
        raise
    finally:
        if FIGURES in os.environ:
            with Path(os.environ[FIGURES]).open("a", encoding="utf-8") as file:
                file.write(json.dumps({"proof": proof, **tally}) + "\n")
