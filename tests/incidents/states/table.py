"""All rows, and what is asked of every one of them."""

from __future__ import annotations

from typing import Protocol

from tests.incidents.states import controllers, creation, ends, images, probing, rejected, starting, waits
from tests.incidents.states.state import State

LINE = 100
"""So much of a finding's first line is sure to be read."""

PLAYED: tuple[State, ...] = (
    *images.STATES,
    *ends.STATES,
    *creation.STATES,
    *starting.STATES,
    *probing.STATES,
    *rejected.STATES,
)
"""Pods whose kubelet the test plays."""

REAL: tuple[State, ...] = (*controllers.STATES, *waits.STATES)
"""Pods, or the lack of them, of which real components report."""

STATES = (*PLAYED, *REAL)


class Headed(Protocol):
    """What a finding begins with."""

    @property
    def severity(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def message(self) -> str: ...


def first_line(finding: Headed) -> str:
    """What is read of a finding at first."""
    return f"{finding.severity} {finding.code}: {finding.message}"[:LINE]
