"""A screen in the lines that there are."""

from kubectl_porttrace.watch.frame import fitting


def test_what_fits_is_shown_whole() -> None:
    assert fitting(["a", "b"], 4) == (["a", "b"], "")


def test_the_last_line_says_how_many_are_left_out() -> None:
    assert fitting([*"abcdefgh"], 6) == (["a", "b", "c"], "... 5 lines more; a higher terminal shows them")


def test_a_terminal_of_one_line_shows_how_much_there_is() -> None:
    assert fitting(["a", "b"], 1) == ([], "... 2 lines more; a higher terminal shows them")
