import re
from itertools import product

import pytest

from kubectl_porttrace.model.regular_expression import fully_matches

PARTS = (
    "a",
    "b",
    ".",
    "a*",
    "b+",
    "a?",
    ".*",
    "(ab)",
    "(a|b)",
    "(a|)",
    "[ab]",
    "[^a]",
    "a{2}",
    "(ab)*",
    "b{1,2}",
    "|",
    "$",
)
TEXTS = tuple("".join(letters) for length in range(5) for letters in product("abc", repeat=length))


@pytest.mark.parametrize("first", PARTS)
def test_agrees_with_python_on_what_both_can(first: str) -> None:
    """Prometheus anchors `^(?s:...)$`: on names, which have no line breaks, that is a full match."""
    for second in ("", *PARTS):
        expression = first + second
        python = re.compile(expression, re.DOTALL)
        for text in TEXTS:
            assert fully_matches(expression, text) is (python.fullmatch(text) is not None), (expression, text)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("metrics", "metrics"),
        ("http-.*", "http-admin"),
        (r"https?-metrics\.v1", "https-metrics.v1"),
        (r"\w+-\d{1,3}", "port-80"),
        ("^metrics$", "metrics"),
        ("(?:http|https)-metrics", "https-metrics"),
        ("[a-z0-9-]+", "web-80"),
        ("a.*?b", "aab"),
    ],
)
def test_matches(expression: str, text: str) -> None:
    assert fully_matches(expression, text) is True
    assert fully_matches(expression, f"!{text}") is False


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("(?i)metrics", id="flags"),
        pytest.param("(?P<name>a)", id="named-group"),
        pytest.param(r"\pL+", id="unicode-class"),
        pytest.param("[[:alpha:]]+", id="posix-class"),
        pytest.param(r"\Qa.b\E", id="quoted"),
        pytest.param("(?=a)a", id="python-lookahead"),
        pytest.param("a**", id="repeated-twice"),
        pytest.param("a*+", id="python-possessive"),
        pytest.param("*a", id="nothing-to-repeat"),
        pytest.param("(a", id="left-open"),
        pytest.param("a)", id="never-opened"),
        pytest.param("[z-a]", id="class-backwards"),
        pytest.param("[a--b]", id="class-of-which-python-warns"),
        pytest.param("a{2000}", id="repeated-too-often"),
        pytest.param("a{3,2}", id="bounds-backwards"),
        pytest.param("a{,2}", id="literal-braces-in-re2"),
        pytest.param("((((a*)*)*)*)*", id="repetitions-within-repetitions"),
    ],
)
def test_leaves_open_what_is_not_evaluated(expression: str) -> None:
    assert fully_matches(expression, "a") is None


@pytest.mark.parametrize("expression", ["(a+)+b", "(a|aa)*b", "(a*)*b", ".*.*.*.*.*.*.*.*.*.*b", "((a?){1000}){1000}b"])
def test_takes_no_time_for_what_keeps_python_busy_for_years(expression: str) -> None:
    assert fully_matches(expression, "a" * 63) is False
    assert fully_matches(expression, "a" * 62 + "b") is True
