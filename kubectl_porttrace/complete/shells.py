"""Scripts that make a shell complete `kubectl-porttrace` itself; kubectl needs none for `kubectl porttrace`."""

from collections.abc import Sequence
from importlib.resources import files

SHELLS = ("bash", "zsh", "fish")


def script_wanted(words: Sequence[str]) -> str | None:
    """The script that `--shell SHELL` asks for; None where something is to be completed."""
    if len(words) == len(("--shell", "SHELL")) and words[0] == "--shell" and words[1] in SHELLS:
        return (files(__package__) / "scripts" / f"porttrace.{words[1]}").read_text("utf-8")
    return None
