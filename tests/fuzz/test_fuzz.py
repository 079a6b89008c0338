"""A few thousand inputs, the same every run; `make fuzz` tries as many as one likes."""

import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.inputs import CLASSES, Inputs
from tests.fuzz.judge import Seen, fault_of, observed
from tests.fuzz.running import findings
from tests.fuzz.seeds import TOKEN
from tests.fuzz.shrink import Parts, shrunk

TRIED = 600


@pytest.mark.parametrize("inputs", CLASSES, ids=lambda it: it.name)
def test_nothing_is_found(inputs: Inputs, tmp_path: Path) -> None:
    assert [str(found) for found in findings(inputs, 1, TRIED, tmp_path)] == []


@pytest.mark.parametrize("inputs", CLASSES[:3], ids=lambda it: it.name)
def test_much_of_it_is_decoded_and_judged(inputs: Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    codes: list[int] = []

    def noted(arguments: Sequence[str]) -> Seen:
        seen = observed(arguments)
        codes.append(seen.code)
        return seen

    monkeypatch.setattr("tests.fuzz.inputs.observed", noted)
    for seed in range(100):
        inputs.fault(inputs.make(Random(seed)), tmp_path)  # noqa: S311 - nothing here is secret
    assert codes.count(0) + codes.count(3) > len(codes) / 3


@pytest.mark.parametrize("inputs", CLASSES, ids=lambda it: it.name)
def test_a_seed_makes_one_input(inputs: Inputs) -> None:
    assert inputs.make(Random(7)) == inputs.make(Random(7))  # noqa: S311 - nothing here is secret
    assert len({inputs.make(Random(seed)) for seed in range(20)}) > 10  # noqa: S311 - likewise


@pytest.mark.parametrize(
    ("seen", "as_json", "words"),
    [
        pytest.param(Seen(0, "{}", "", 0), True, "", id="right"),
        pytest.param(Seen(1, "", "error: no\n", 0), True, "", id="refused"),
        pytest.param(Seen(1, "", "", 0, "KeyError in a.py:b"), False, "KeyError in a.py:b", id="crash"),
        pytest.param(Seen(5, "", "", 0), False, "exit code 5", id="code"),
        pytest.param(Seen(1, "", "Traceback (most recent call last)", 0), False, "a traceback", id="traceback"),
        pytest.param(Seen(0, "\x1b[2J", "", 0), False, "a control character on stdout", id="stdout"),
        pytest.param(Seen(1, "", "error: \x9b\n", 0), False, "a control character on stderr", id="stderr"),
        pytest.param(Seen(1, "", f"error: {TOKEN}\n", 0), False, "a secret", id="secret"),
        pytest.param(Seen(1, "", "", 0), False, "no words for a failure", id="silent"),
        pytest.param(Seen(3, "{", "", 0), True, "no valid JSON", id="json"),
        pytest.param(Seen(0, "", "", 11), False, "more than 10 s", id="slow"),
    ],
)
def test_what_is_judged(seen: Seen, as_json: bool, words: str) -> None:  # noqa: FBT001 - one case of several
    assert fault_of(seen, as_json=as_json) == words


def test_an_exception_is_seen() -> None:
    def run(_: Sequence[str]) -> int:
        sys.stdout.write("x")
        raise KeyError(TOKEN)

    seen = observed([], run)
    assert (seen.out, seen.crash) == ("x", "KeyError in test_fuzz.py:run")


def test_the_smallest_input_is_found() -> None:
    def fails(parts: Parts) -> bool:
        return b"[" in parts[1] and b"]" in parts[1]

    assert shrunk((b"json", b'{"a": [1, 2, {"b": 3}], "c": "d"}'), fails) == (b"", b"[]")


def test_a_fault_is_told_once_by_its_seed(tmp_path: Path) -> None:
    planted = Inputs("planted", lambda random: (bytes(random.randbytes(4)),), lambda parts, _: "x" if parts[0] else "")
    found = list(findings(planted, 5, 10, tmp_path))
    assert [(each.fault, each.seed, len(each.parts[0])) for each in found] == [("x", 5, 1)]
    assert "CLASS=planted SEED=5 N=1" in str(found[0])
