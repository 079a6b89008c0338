"""A screen in the lines that there are."""

from kubectl_porttrace.watch.frame import framed


def test_what_fits_is_shown_whole() -> None:
    assert framed("12:00:00", "a\nb\n", 4) == ["12:00:00", "", "a", "b"]


def test_the_last_line_says_how_many_are_left_out() -> None:
    lines = framed("12:00:00", "\n".join("abcdefgh"), 6)
    assert len(lines) == 6
    assert lines[2:5] == ["a", "b", "c"]
    assert lines[5].startswith("... 5 lines more: ")


def test_a_terminal_of_one_line_shows_how_much_there_is() -> None:
    assert framed("12:00:00", "a\nb\n", 1)[-1].startswith("... 2 lines more")
