from random import Random

import pytest

from kubectl_porttrace import spellings
from kubectl_porttrace.spelling import edits_between, mistyped, similar
from kubectl_porttrace.spellings import LONGEST_LOOKED_UP, Spellings, nearest


@pytest.mark.parametrize(
    ("one", "other"),
    [("checkout", "chekout"), ("storefront", "storefornt"), ("back-end", "backend"), ("hello", "helo-o")],
)
def test_mistyped(one: str, other: str) -> None:
    assert mistyped(one, other)
    assert mistyped(other, one)


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
    assert not mistyped(one, other)
    assert not mistyped(other, one)


def words(random: Random, number: int, longest: int) -> list[str]:
    return ["".join(random.choices("abc-", k=random.randint(1, longest))) for _ in range(number)]


@pytest.mark.parametrize("seed", range(20))
def test_of_many_words_the_nearest_is_the_same_as_of_few(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(seed)  # noqa: S311 - nothing here is secret
    there = [*words(random, 80, 12), *words(random, 20, LONGEST_LOOKED_UP + 4)]
    asked = [*there[:20], *words(random, 20, 12), *words(random, 10, LONGEST_LOOKED_UP + 4)]
    looked_up = [nearest(word, there) for word in asked]
    monkeypatch.setattr(spellings, "FEW", len(there))
    assert looked_up == [nearest(word, there) for word in asked]
    assert any(looked_up)


def test_of_many_words_few_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    monkeypatch.setattr(spellings, "edits_between", lambda _, other: compared.append(other))
    nearest("p-77-htpt", [f"p-{number}-http" for number in range(1000)])
    assert 1 <= len(compared) < 100


def changed(random: Random, word: str) -> str:
    """The word with one edit."""
    place = random.randrange(len(word) - 1)
    before, here, after = word[:place], word[place : place + 2], word[place + 2 :]
    return before + random.choice((here[::-1], here[1:], here[:1], "x" + here, here + "x", "x" + here[1:])) + after


@pytest.mark.parametrize("length", [8, LONGEST_LOOKED_UP - 1, LONGEST_LOOKED_UP, LONGEST_LOOKED_UP + 1, 30, 60])
def test_what_is_two_edits_away_is_found_among_many(length: int) -> None:
    random = Random(length)  # noqa: S311 - nothing here is secret
    there = ["".join(random.choices("abcdefghijklmnop", k=length)) for _ in range(500)]
    spelt = Spellings(there)
    tried = [(word, changed(random, changed(random, word))) for word in there[:300]]
    near = [(word, other) for word, other in tried if word != other and edits_between(word, other) is not None]
    assert len(near) > 250
    assert [spelt.nearest(other) for _, other in near] == [word for word, _ in near]


def test_words_that_begin_alike_are_told_apart() -> None:
    """What all have in common says nothing; the rest, or the digits, do."""
    there = [f"a-beginning-that-all-of-them-have-{number:05}" for number in range(2000)]
    assert nearest("a-begining-that-all-of-them-have-00017", there) == there[17]
    spelt = Spellings(there)
    assert spelt.similar_to("a-beginnin-that-all-of-them-have-00018") == {there[18]}
    assert len(spelt.worth_comparing("a-begining-that-all-of-them-have-00017")) < 200


def test_words_of_the_same_digits_are_similar() -> None:
    there = [f"shop-{letter}{other}-1" for letter in "abcdefghij" for other in "abcdefghij"]
    found = Spellings(there).similar_to("shop-xa-1")
    assert found == {each for each in there if similar(each, "shop-xa-1")}
    assert Spellings(there).similar_to("shop-aa-2") == frozenset()


def test_a_name_of_another_generation_is_meant() -> None:
    there = [*(f"other-{number}" for number in range(100)), "settings-7fmk2t4b9h"]
    assert Spellings(there).likely_meant("settings-2222222222") == "settings-7fmk2t4b9h"
    assert Spellings([*there, "settings-4444444444"]).likely_meant("settings-2222222222") is None
    assert Spellings(there).likely_meant("other-7") == "other-7"
