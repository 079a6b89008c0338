"""The tool explains every word that it uses itself: in its tables, in its report, and in the tables of the README."""

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

import kubectl_porttrace.render
from kubectl_porttrace.explain.glossary import find_word
from kubectl_porttrace.render.chain import OF_PODS, OF_WAYS
from kubectl_porttrace.render.outcomes import state_of
from kubectl_porttrace.report import v1
from tests.render.test_outcomes import backend

README = Path(__file__).parents[2] / "README.md"
RENDER = Path(kubectl_porttrace.render.__file__).parent

NAMES = {"porttrace/v1", "PortTraceReport", "PortTraceReports"}
"""What the report calls itself."""

SAID_IN_README = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)
WORDS = re.compile(r"[a-z]+( [a-z]+)*")
HEADER = re.compile(r"[A-Z]{2,}(-[A-Z]+)*")
SPELLED_OUT = {"NO", "COLUMNS", "NFC", OF_PODS, OF_WAYS}
"""Upper-case texts of the renderers that are not written: an environment variable, a form of Unicode, letters of
families of checks."""


def in_readme() -> set[str]:
    """The first cells of its tables, flags aside."""
    return {word for word in SAID_IN_README.findall(README.read_text(encoding="utf-8")) if not word.startswith("--")}


def headers() -> set[str]:
    """The headers of the tables."""
    nodes = (node for path in RENDER.glob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if HEADER.fullmatch(text)} - SPELLED_OUT


def said_by(module: str, *functions: str) -> set[str]:
    """The words in the texts of some functions of a renderer, their docstrings aside."""
    tree = ast.parse((RENDER / module).read_text(encoding="utf-8"))
    bodies = [each.body[1:] for each in tree.body if isinstance(each, ast.FunctionDef) and each.name in functions]
    assert len(bodies) == len(functions)
    nodes = (node for body in bodies for statement in body for node in ast.walk(statement))
    texts = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return {part for text in texts for part in text.strip().split(", ") if WORDS.fullmatch(part)}


def cells() -> set[str]:
    """What stands in the columns CONTAINER and PODS where there is no container or no pod."""
    return said_by("ports.py", "container_cell", "_outcome_cells")


def states() -> set[str]:
    """What is said of a backend: `terminating, still used`."""
    flags = ("ready", "serving", "terminating", "usable")
    values = product((False, True), repeat=len(flags))
    every: Iterator[dict[str, Any]] = (dict(zip(flags, each, strict=True)) for each in values)
    policies = get_args(get_type_hints(v1.BackendTrace)["network_policy"])
    backends = (backend(**each, network_policy=policy) for each in every for policy in policies)
    return {part for each in backends for part in state_of(each).split(", ") if part}


def literals(annotation: Any) -> Iterator[str]:
    """The words of a Literal, however deep it stands."""
    for argument in get_args(annotation):
        if isinstance(argument, str):
            yield argument
        else:
            yield from literals(argument)


def in_report() -> set[str]:
    """The fixed words of the report, and the fields that are true or false."""
    values = [each for each in vars(v1).values() if isinstance(each, type) and issubclass(each, v1.ReportValue)]
    hints = [(name, hint) for value in values for name, hint in get_type_hints(value).items()]
    words = {word for _, hint in hints for word in literals(hint)}
    return (words - NAMES) | {name for name, hint in hints if hint is bool}


COLLECTED = {"readme": in_readme, "headers": headers, "cells": cells, "states": states, "report": in_report}


@pytest.mark.parametrize("collected", COLLECTED.values(), ids=COLLECTED)
def test_every_word_has_a_page(collected: Any) -> None:
    words = collected()
    assert len(words) > 1
    assert sorted(word for word in words if find_word(word) is None) == []


@pytest.mark.parametrize(
    ("collected", "word"),
    [
        pytest.param(in_readme, "TARGETPORT", id="a-column-of-the-readme"),
        pytest.param(headers, "SERVICEPORT", id="a-column"),
        pytest.param(cells, "name not found", id="a-cell"),
        pytest.param(states, "still used", id="a-state"),
        pytest.param(in_report, "loopback", id="a-word-of-the-report"),
        pytest.param(in_report, "converging", id="a-field-of-the-report"),
    ],
)
def test_the_words_are_collected(collected: Any, word: str) -> None:
    assert word in collected()


SAID = ("undeclared", "converging", "not checked", "usable", "foreseen", "entrance", "revision", "follows", "ignored")


@pytest.mark.parametrize("word", SAID)
def test_what_sentences_of_the_screens_say_has_a_page(word: str) -> None:
    assert find_word(word) is not None
