"""The flags there are, as the command itself declares them."""

from functools import cache

import msgspec
import typer

from kubectl_porttrace.cli import PROGRAM, app


class Flag(msgspec.Struct, frozen=True):
    """One flag.

    Attributes:
        name: what the program calls its value.
        spellings: as in `-n`, `--namespace`.
        description: its help.
        metavar: what its value is in the help; None for a flag that takes none.
        several: whether it may be given more than once.
    """

    name: str
    spellings: tuple[str, ...]
    description: str = ""
    metavar: str | None = None
    several: bool = False

    @property
    def takes_value(self) -> bool:
        """Whether a value follows it."""
        return self.metavar is not None

    @property
    def value_optional(self) -> bool:
        """Whether a value follows it only behind an equals sign."""
        return (self.metavar or "").startswith("[=")


@cache
def known_flags() -> tuple[Flag, ...]:
    """All flags, in the order of the help."""
    command = typer.main.get_command(app)
    context = command.make_context(PROGRAM, [], resilient_parsing=True)
    return tuple(
        Flag(
            name=parameter.name or "",
            spellings=tuple(parameter.opts),
            description=getattr(parameter, "help", None) or "",
            metavar=None if getattr(parameter, "is_flag", False) else parameter.metavar or "",
            several=parameter.multiple,
        )
        for parameter in command.get_params(context)
        if parameter.param_type_name == "option"
    )
