"""When what happens: how long a command takes to type and an answer to read, in seconds from the beginning."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

IDLE = 0.7
KEY = 0.035
ANSWER = 0.2
READING = 5.0


@dataclass(frozen=True)
class Act:
    """One command: the empty prompt, the first and the last key, the answer, and the next command."""

    begin: float
    first_key: float
    last_key: float
    answer: float
    end: float


def acts(commands: Sequence[str]) -> tuple[Act, ...]:
    """One act for each command, each beginning where the one before ends."""
    return tuple(_acts(commands))


def _acts(commands: Sequence[str]) -> Iterator[Act]:
    begin = 0.0
    for command in commands:
        first_key = begin + IDLE
        last_key = first_key + KEY * len(command)
        answer = last_key + ANSWER
        yield Act(begin, first_key, last_key, answer, answer + READING)
        begin = answer + READING
