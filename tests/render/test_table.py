import pytest
from hypothesis import given
from hypothesis import strategies as st

from kubectl_porttrace.render.clean import clean_text
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.table import Cell, table, width_of
from kubectl_porttrace.render.text import columns_of

CELLS = st.builds(
    Cell,
    name=st.text(min_size=1, max_size=40).map(clean_text).filter(str.strip),
    after=st.sampled_from(["", " 80/TCP"]),
)
NAME = "recommendations-7c67bc74dc"


def plain(*rows: list[Cell], width: int = 80, headers: bool = True) -> list[str]:
    return table(("A", "LONGER"), rows, Screen(width=width, headers=headers))


def test_columns_stand_three_apart_without_trailing_blanks() -> None:
    assert plain([Cell("x"), Cell("y")], [Cell("long-name"), Cell()]) == [
        "A           LONGER",
        "x           y",
        "long-name",
    ]


def test_no_rows_no_lines() -> None:
    assert plain() == []


def test_without_headers_columns_are_as_wide_as_their_cells() -> None:
    assert plain([Cell("x"), Cell("y")], headers=False) == ["x   y"]


def test_names_are_shortened_in_the_middle_where_it_is_tight() -> None:
    line = plain([Cell(NAME, before="3 of rs/", after=" (rev 8)"), Cell("web")], width=40)[1]
    assert line == "3 of rs/recomme…67bc74dc (rev 8)  web"


def test_the_widest_column_gives_first() -> None:
    short, long = plain([Cell("web-7c67-x1"), Cell(NAME)], width=30)[1].split()
    assert short == "web-7c67-x1"
    assert columns_of(long) == 30 - 2 - 11


def test_numbers_are_never_shortened() -> None:
    line = plain([Cell("metrics-of-everything", after=" 15090/TCP"), Cell(after="2 addresses")], width=10)[1]
    assert line.split("  ") == ["m…g 15090/TCP", "2 addresses"]


def test_wide_characters_take_two_columns() -> None:
    lines = plain([Cell("日本語"), Cell("x")], [Cell("abcdef"), Cell("x")])
    assert lines[1:] == ["日本語   x", "abcdef   x"]


def test_colours_do_not_count() -> None:
    lines = table(("A", "B"), [[Cell("web", style="broken"), Cell("x")]], Screen(width=80, color=True))
    assert lines == ["A     B", "\x1b[1;31mweb\x1b[0m   x"]


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5), st.integers(50, 120))
def test_fits_where_names_can_give(rows: list[tuple[Cell, Cell, Cell]], width: int) -> None:
    lines = table(("A", "B", "C"), rows, Screen(width=width))
    assert len(lines) == len(rows) + 1
    assert max(map(columns_of, lines)) <= width


@pytest.mark.parametrize(("shortest", "width"), [(None, 26 + 2 + 6), (9, 9 + 2 + 6)])
def test_width_of(shortest: int | None, width: int) -> None:
    assert width_of(("A", "LONGER"), [[Cell(NAME), Cell("x")]], shortest) == width
