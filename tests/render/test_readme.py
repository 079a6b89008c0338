import textwrap

import pytest

from scripts.readme_screen import BEGIN, END, README, drawn, screen


def test_the_screen_in_the_readme_is_fresh() -> None:
    readme = README.read_text(encoding="utf-8")
    assert readme == drawn(readme), "python -m scripts.readme_screen"


def test_the_screen_shows_a_service_with_something_wrong() -> None:
    lines = screen().splitlines()
    assert lines[0] == "$ kubectl porttrace web -n shop --demo"
    assert any(line.startswith(("error PT", "warning PT")) for line in lines)
    assert max(map(len, lines)) <= 100


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    assert drawn(f"a\n{BEGIN}\nold\n{END}\nb\n") == f"a\n{BEGIN}\n```console\n{screen()}```\n{END}\nb\n"


def test_the_tree_in_the_readme_is_what_is_drawn() -> None:
    first = screen("tree").split("\n\n")[1]
    assert textwrap.indent(first, " " * 4) in README.read_text(encoding="utf-8")


@pytest.mark.parametrize("readme", ["", BEGIN, END, f"{END}{BEGIN}"])
def test_a_readme_without_marks_is_refused(readme: str) -> None:
    with pytest.raises(ValueError, match="screen"):
        drawn(readme)
