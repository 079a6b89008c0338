import pytest
from hypothesis import given
from hypothesis import strategies as st

from kubectl_porttrace.render.clean import clean_text
from kubectl_porttrace.render.text import columns_of, cut, flow, paragraphs, shorten, wrap

PRINTABLE = st.text().map(clean_text)
WORDS = st.lists(st.text(alphabet="abcdefghij", min_size=1, max_size=30), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        pytest.param("web", 3, id="ascii"),
        pytest.param("日本", 4, id="wide"),
        pytest.param("Ａ", 2, id="full-width"),  # noqa: RUF001 - the letter is the point
        pytest.param("é…─", 3, id="narrow"),
        pytest.param("e\u0301", 1, id="combining"),
    ],
)
def test_columns(text: str, columns: int) -> None:
    assert columns_of(text) == columns


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        pytest.param("web-7c67bc74dc-vx9fj", 20, "web-7c67bc74dc-vx9fj", id="fits"),
        pytest.param("web-7c67bc74dc-vx9fj", 11, "web-7…vx9fj", id="keeps-both-ends"),
        pytest.param("web-7c67bc74dc-vx9fj", 10, "web-…vx9fj", id="keeps-more-of-the-end"),
        pytest.param("web-7c67", 1, "…", id="hardly-anything"),
        pytest.param("web-7c67", 0, "", id="nothing"),
        pytest.param("日本語日本語", 7, "日…語", id="never-half-a-character"),
    ],
)
def test_shorten(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


@given(PRINTABLE, st.integers(0, 40))
def test_shortened_text_fits(text: str, limit: int) -> None:
    assert columns_of(shorten(text, limit)) <= limit


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        pytest.param("no pod is ready", 15, "no pod is ready", id="fits"),
        pytest.param("no pod is ready", 14, "no pod is…", id="between-words"),
        pytest.param("no pod, or one", 9, "no pod…", id="without-the-comma"),
        pytest.param("kubernetes.io/name", 9, "kubernet…", id="one-long-word"),
    ],
)
def test_a_sentence_is_cut_at_its_end(text: str, limit: int, short: str) -> None:
    assert cut(text, limit) == short


@given(WORDS, st.integers(32, 60))
def test_wrapping_keeps_every_word_whole_and_fits(words: list[str], width: int) -> None:
    lines = wrap(" ".join(words), width, "  ")
    assert " ".join(lines).split() == words
    assert max(map(columns_of, lines)) <= width


def test_wrapping_hangs_by_the_first_start() -> None:
    assert wrap("one two three", 11, "  fix: ") == ["  fix: one", "       two", "       t…ee"]


def test_wrapping_nothing_gives_the_start_alone() -> None:
    assert wrap("", 20, "a:", "") == ["a:"]


def test_pieces_are_never_broken() -> None:
    assert flow(["shop/web: wired", "NodePort 10.0.0.1", "selector app=web"], 36, rest="  ") == [
        "shop/web: wired   NodePort 10.0.0.1",
        "  selector app=web",
    ]


def test_paragraphs_are_wrapped_one_by_one_and_code_stays_whole() -> None:
    text = "One two\nthree.\n\nSee: run `kubectl get pods` now.\n\n    as it   is"
    assert list(paragraphs(text, 20)) == [
        "One two three.",
        "",
        "See: run",
        "`kubectl get pods`",
        "now.",
        "",
        "    as it   is",
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(
            "see `a very long line of code` here", ["see `a very", "long line of", "code` here"], id="too-long"
        ),
        pytest.param("it`s a stray mark", ["it`s a stray", "mark"], id="unpaired"),
    ],
)
def test_code_that_cannot_stay_whole_is_wrapped(text: str, lines: list[str]) -> None:
    assert list(paragraphs(text, 12)) == lines
