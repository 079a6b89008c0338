"""Hosts and paths against Go: the standard library's rules where it has the same, else one written out there."""

from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import product
from pathlib import Path

import msgspec
import pytest

from kubectl_porttrace.model.hostnames import ingress_covers, intersect
from kubectl_porttrace.model.request_paths import path_covers
from tests.truth.figures import counted
from tests.truth.oracle import Oracle, built_once

pytestmark = pytest.mark.cluster

MODULE = Path(__file__).parent / "go" / "matching"
LABELS = ("a", "b", "com")
HOSTS = tuple(".".join(labels) for length in range(1, 5) for labels in product(LABELS, repeat=length))
WILDCARDS = tuple(f"*.{host}" for host in HOSTS if host.count(".") < len(LABELS))
PATHS = tuple("/" + "".join(rest) for length in range(7) for rest in product("/ab", repeat=length))


def asked(rule: str, patterns: Sequence[str], others: Sequence[str]) -> list[str]:
    """For each pattern one digit for each other, 1 where it matches."""
    program = built_once("matching", MODULE, ".", (MODULE / "main.go",))
    question = msgspec.json.encode({"rule": rule, "patterns": patterns, "others": others})
    with closing(Oracle(program)) as oracle:
        (line,) = oracle.answers([question])
    return msgspec.json.decode(line, type=list[str])


def wrong(
    rule: str, patterns: Sequence[str], others: Sequence[str], ours: Callable[[str, str], bool]
) -> list[tuple[str, str]]:
    """The pairs on which we and Go differ."""
    with counted("hosts and paths") as tally:
        answers = asked(rule, patterns, others)
        tally["cases"] += len(patterns) * len(others)
    rows = zip(patterns, answers, strict=True)
    return [
        (pattern, other)
        for pattern, row in rows
        for other, digit in zip(others, row, strict=True)
        if ours(pattern, other) != (digit == "1")
    ]


def test_every_pair_of_hostnames_of_a_gateway_and_a_route() -> None:
    both = ("", *HOSTS, *WILDCARDS)
    assert wrong("gateway", both, both, intersect) == []


def test_every_host_under_every_rule_of_an_ingress() -> None:
    assert wrong("ingress-host", ("", *HOSTS, *WILDCARDS), HOSTS, ingress_covers) == []


def test_every_short_path_under_every_short_prefix() -> None:
    clean = [path for path in PATHS if "//" not in path]
    assert wrong("path", clean, PATHS, lambda pattern, path: path_covers(pattern, "Prefix", path)) == []
