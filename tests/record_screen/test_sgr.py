import pytest

from scripts.record_screen.sgr import Run, lines


def test_lines_without_colours_are_one_run_each() -> None:
    assert lines("a  b\n\n c\n") == ((Run("a  b"),), (), (Run(" c"),))


@pytest.mark.parametrize(
    ("shown", "runs"),
    [
        pytest.param("\x1b[31mred\x1b[0m.", [("red", {31}), (".", set())], id="one"),
        pytest.param("\x1b[1;31mred\x1b[0m", [("red", {1, 31})], id="two-at-once"),
        pytest.param("\x1b[1ma\x1b[31mb\x1b[0m", [("a", {1}), ("b", {1, 31})], id="one-more"),
        pytest.param("\x1b[1ma\x1b[mb", [("a", {1}), ("b", set())], id="empty-is-reset"),
        pytest.param("\x1b[1ma\x1b[0;32mb\x1b[0m", [("a", {1}), ("b", {32})], id="reset-and-one"),
    ],
)
def test_a_run_has_what_is_in_force(shown: str, runs: list[tuple[str, set[int]]]) -> None:
    assert lines(shown) == (tuple(Run(text, frozenset(parameters)) for text, parameters in runs),)


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param("reading\r\x1b[Kdone", id="erase"),
        pytest.param("\x1b[2Adone", id="cursor"),
        pytest.param("a\tb", id="tab"),
        pytest.param("\x1b[31mred\nred\x1b[0m", id="colour-over-lines"),
    ],
)
def test_what_is_not_followed_is_refused(shown: str) -> None:
    with pytest.raises(ValueError, match=r"only text and colours|beyond the end"):
        lines(shown)
