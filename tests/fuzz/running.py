"""Try many inputs of a class, and tell each fault once, by the smallest input that shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.fuzz.inputs import Inputs
from tests.fuzz.shrink import Parts, shrunk


@dataclass(frozen=True)
class Finding:
    """A fault, the number whose input showed it, and the smallest input that does."""

    inputs: str
    fault: str
    seed: int
    parts: Parts

    def __str__(self) -> str:
        return f"{self.inputs}: {self.fault}: make fuzz CLASS={self.inputs} SEED={self.seed} N=1: {self.parts!r}"


def findings(inputs: Inputs, seed: int, number: int, folder: Path) -> Iterator[Finding]:
    """Try the inputs of `number` seeds from `seed` on; the first of each fault is shrunk."""
    known: set[str] = set()
    for each in range(seed, seed + number):
        parts = inputs.make(Random(f"{inputs.name} {each}"))  # noqa: S311 - nothing here is secret
        fault = inputs.fault(parts, folder)
        if fault and fault not in known:
            known.add(fault)
            small = shrunk(parts, lambda tried, fault=fault: inputs.fault(tried, folder) == fault)  # type: ignore[misc]
            yield Finding(inputs.name, fault, each, small)
