import pytest

from scripts.record_screen import FILE
from scripts.record_screen.commands import COLUMNS
from scripts.record_screen.drawing import drawing
from scripts.record_screen.screen import Screen
from scripts.record_screen.sgr import Run, lines
from scripts.record_screen.timeline import acts
from tests.record_screen.svg import SVG, group, parsed, seen_at, texts

ANSWER = 'PORT     PODS  \n\nx <1>    \x1b[1;31m"2 & 3"\x1b[0m of 4  \n  end'
COMMITTED = FILE.read_text(encoding="utf-8")


def session(*answers: str, columns: int = 40) -> str:
    return drawing([Screen(f"kubectl {place}", lines(answer)) for place, answer in enumerate(answers)], columns, "t")


def test_no_letter_of_an_answer_is_lost() -> None:
    shown = texts(session(ANSWER), "answer0")
    top = min(shown)
    assert {(y - top) // 20: text for y, text in shown.items()} == {
        0: "PORT     PODS  ",
        2: 'x <1>    "2 & 3" of 4  ',
        3: "  end",
        4: "$ ",
    }


def test_a_text_begins_in_its_column_and_has_its_width() -> None:
    spans = {each.text: each.attrib for each in group(session(ANSWER), "answer0").iter(f"{SVG}tspan")}
    assert spans["PODS"] == {"x": "91.6", "textLength": "33.6"}
    assert spans['"2 & 3"'] == {"x": "91.6", "textLength": "58.8", "class": "sgr1 sgr31"}


def test_a_line_wider_than_the_terminal_is_refused() -> None:
    session("x" * 40)
    with pytest.raises(ValueError, match="wider than 40"):
        session("x" * 41)


def test_the_window_is_as_high_as_the_longest_answer() -> None:
    drawn = session("a", "a\nb\nc")
    assert int(parsed(drawn).attrib["height"]) - max(texts(drawn, "answer1")) == 21
    assert max(texts(drawn, "answer0")) == max(texts(drawn, "answer1")) - 40


def test_what_was_typed_is_uncovered_letter_by_letter() -> None:
    drawn = session("a")
    assert list(texts(drawn, "command0").values()) == ["$ kubectl 0"]
    assert f"translateX({9 * 8.4:.1f}px)" in drawn
    assert "steps(9)" in drawn


def test_what_covers_the_letters_ends_with_the_terminal() -> None:
    clip = next(each for each in parsed(session("a")) if each.tag == f"{SVG}svg")
    assert float(clip.attrib["x"]) + float(clip.attrib["width"]) == pytest.approx(16 + 40 * 8.4)
    cover, cursor = clip[0]
    assert (cover.attrib["class"], cover.attrib["width"]) == ("cover", clip.attrib["width"])
    assert cursor.attrib["class"] == "cursor"


def test_the_cursor_waits_behind_the_last_prompt() -> None:
    drawn = session("a\nb")
    (cursor,) = group(drawn, "answer0").iter(f"{SVG}rect")
    assert cursor.attrib["x"] == "32.8"
    assert int(cursor.attrib["y"]) < max(texts(drawn, "answer0")) < int(cursor.attrib["y"]) + 18


def test_the_title_is_text() -> None:
    assert parsed(drawing([Screen("x", ())], 10, "<a> & b"))[0].text == "<a> & b"


def test_one_thing_after_the_other_is_seen() -> None:
    drawn = session("a", "b")
    first, second = acts(["kubectl 0", "kubectl 1"])
    moments = {
        first.begin: {"command0", "typing0"},
        first.last_key: {"command0", "typing0"},
        first.answer: {"command0", "answer0"},
        second.begin: {"command1", "typing1"},
        second.answer: {"command1", "answer1"},
        second.end - 0.1: {"command1", "answer1"},
    }
    for moment, seen in moments.items():
        assert set(seen_at(drawn, 100 * (moment + 0.01) / second.end)) == seen


def test_the_last_answer_stands_still_where_motion_is_not_wanted() -> None:
    drawn = session("a", "b")
    assert ".moving { visibility: hidden;" in drawn
    assert "#command1, #answer1 { visibility: visible; }" in drawn
    assert "@media (prefers-reduced-motion: reduce) { .moving { animation: none !important; } }" in drawn


@pytest.mark.parametrize(
    "outside", ["<script", "href", "url(", "@import", "@font-face", "foreignObject", "<image", "onload"]
)
def test_the_recording_asks_for_nothing_from_outside(outside: str) -> None:
    assert outside.lower() not in COMMITTED.lower()


def test_the_recording_is_small_and_fits_a_page() -> None:
    assert len(COMMITTED.encode()) < 50_000
    window = parsed(COMMITTED).attrib
    assert 800 <= int(window["width"]) <= 900
    assert int(window["height"]) <= 500
    assert round(COLUMNS * 8.4) + 32 == int(window["width"])


def test_a_run_of_an_unknown_look_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="no look"):
        drawing([Screen("x", ((Run("a", frozenset({5})),),))], 10, "t")
