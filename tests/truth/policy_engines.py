"""Other people's evaluators of policies over a pipe: the programs of `tests/truth/go`, built once into the cache."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from tests.truth.oracle import Oracle, built_once
from tests.truth.policy_worlds import World

MODULES = Path(__file__).parent / "go"
SHARED = (MODULES / "worlds" / "worlds.go", MODULES / "evaluators" / "evaluators.go")
"""What the programs have in common."""


class Told(msgspec.Struct, frozen=True):
    """What an engine says of a world: a digit for every question, and why it has no answer where it has none."""

    digits: str
    error: str = ""


def reference(worlds: Iterable[World]) -> Iterator[Told]:
    """What kube-network-policies, the reference engine of sig-network, says of each world."""
    return _answers("reference", worlds)


def analyzer(worlds: Iterable[World]) -> Iterator[Told]:
    """What netpol-analyzer says of each world."""
    return _answers("analyzer", worlds)


def _answers(name: str, worlds: Iterable[World]) -> Iterator[Told]:
    module = MODULES / name
    program = built_once(f"policies-{name}", module, ".", (module / "main.go", *SHARED))
    with closing(Oracle(program)) as oracle:
        for line in oracle.answers(world.question for world in worlds):
            yield msgspec.json.decode(line, type=Told)
