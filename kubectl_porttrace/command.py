"""The command of typer without typer's conversion of values, which this program does not need."""

from typing import Any

from typer.core import TyperCommand


class PlainCommand(TyperCommand):
    """A command of flags, strings and lists of strings: its values are used as they were written.

    typer converts values with pydantic, whose import takes longer than all else that `--version` does. It imports
    pydantic only where the private attribute `_runtime_param` of a parameter is not set. A later version that does not
    read the attribute converts strings to the same strings: it is slower, and nothing else changes.
    """

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - the library's context
        """All parameters, the one for help among them."""
        parameters: list[Any] = super().get_params(ctx)
        for parameter in parameters:
            vars(parameter)["_runtime_param"] = _AsWritten()
        return parameters


class _AsWritten:
    """What typer asks for the value of one parameter, in place of its own `RuntimeParam`."""

    def coerce(self, value: Any, param: Any, ctx: object) -> Any:  # noqa: ANN401, ARG002 - the library's signature
        """The value that was written; of a parameter that takes several and got none, an empty tuple."""
        several = param.multiple or param.nargs == -1
        return () if value is None and several else value
