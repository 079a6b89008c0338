from random import Random

import pytest

from kubectl_porttrace import spelling
from kubectl_porttrace.spelling import LONGEST_LOOKED_UP, nearest, slip_of


@pytest.mark.parametrize(
    ("one", "other"),
    [("checkout", "chekout"), ("storefront", "storefornt"), ("back-end", "backend"), ("hello", "helo-o")],
)
def test_a_slip(one: str, other: str) -> None:
    assert slip_of(one, other)
    assert slip_of(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("active", "inactive"),
        ("internal", "external"),
        ("online", "offline"),
        ("reader", "leader"),
        ("worker", "workers"),
        ("blue", "bleu"),
        ("web-1", "web-2"),
        ("kafka", "nginx"),
    ],
)
def test_other_words(one: str, other: str) -> None:
    assert not slip_of(one, other)
    assert not slip_of(other, one)


def words(random: Random, number: int, longest: int) -> list[str]:
    return ["".join(random.choices("abc-", k=random.randint(1, longest))) for _ in range(number)]


@pytest.mark.parametrize("seed", range(20))
def test_of_many_words_the_nearest_is_the_same_as_of_few(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(seed)  # noqa: S311 - nothing here is secret
    there = [*words(random, 80, 12), *words(random, 20, LONGEST_LOOKED_UP + 4)]
    asked = [*there[:20], *words(random, 20, 12), *words(random, 10, LONGEST_LOOKED_UP + 4)]
    looked_up = [nearest(word, there) for word in asked]
    monkeypatch.setattr(spelling, "FEW", len(there))
    assert looked_up == [nearest(word, there) for word in asked]
    assert any(looked_up)


def test_of_many_words_few_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    monkeypatch.setattr(spelling, "edits_between", lambda _, other: compared.append(other))
    nearest("p-77-htpt", [f"p-{number}-http" for number in range(1000)])
    assert 1 <= len(compared) < 100
