"""What stands in the window between two commands: what was typed, and what was answered."""

from dataclasses import dataclass

from scripts.record_screen.sgr import Run


@dataclass(frozen=True)
class Screen:
    """A command, and the lines of its answer."""

    command: str
    lines: tuple[tuple[Run, ...], ...]

    @property
    def rows(self) -> int:
        """How high it is: the command, the answer, and the prompt for the next command."""
        return len(self.lines) + 2
