import pytest

from kubectl_porttrace.wording import count, some


@pytest.mark.parametrize(("number", "words"), [(0, "0 pods"), (1, "1 pod"), (2, "2 pods")])
def test_count(number: int, words: str) -> None:
    assert count(number, "pod") == words


@pytest.mark.parametrize(
    ("names", "words"),
    [
        pytest.param([], "", id="none"),
        pytest.param(["a", "b", "c"], "a, b, c", id="few"),
        pytest.param(["a", "b", "c", "d", "e"], "a, b, c and 2 more", id="many"),
    ],
)
def test_some(names: list[str], words: str) -> None:
    assert some(names) == words


def test_some_of_as_many_as_are_asked_for() -> None:
    assert some(["a", "b"], 2) == "a, b"
    assert some(["a", "b", "c", "d"], 2) == "a, b and 2 more"
