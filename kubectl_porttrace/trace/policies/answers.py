"""Answers that may be open: True, False, or None where it cannot be decided."""

from collections.abc import Iterable
from typing import TypeAlias

Answer: TypeAlias = bool | None
"""None where objects do not decide it, or what decides it was not read."""


def any_of(answers: Iterable[Answer]) -> Answer:
    """Whether one of them is a yes."""
    open_ = False
    for answer in answers:
        if answer:
            return True
        open_ = open_ or answer is None
    return None if open_ else False


def all_of(answers: Iterable[Answer]) -> Answer:
    """Whether all of them are a yes."""
    open_ = False
    for answer in answers:
        if answer is False:
            return False
        open_ = open_ or answer is None
    return None if open_ else True
