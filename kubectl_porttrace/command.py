"""The command as the library runs it, spared the conversions that it does not need."""

from typing import Any

from typer.core import TyperCommand


class PlainCommand(TyperCommand):
    """A command of flags, strings and lists of strings: its values are used as they were written.

    The library converts values with pydantic, whose import takes longer than all else that `--version` does. It asks
    for that only where a parameter does not know yet how its values are converted. Should a later version not look
    there, it converts strings to themselves, and takes its time.
    """

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - the library's context
        """All parameters, the one for help among them."""
        parameters: list[Any] = super().get_params(ctx)
        for parameter in parameters:
            vars(parameter)["_runtime_param"] = _AsWritten()
        return parameters


class _AsWritten:
    """Stands where the library would put its conversion of one parameter."""

    def coerce(self, value: Any, param: Any, ctx: object) -> Any:  # noqa: ANN401, ARG002 - the library's signature
        """The value that was written; of a parameter that takes several and got none, an empty tuple."""
        several = param.multiple or param.nargs == -1
        return () if value is None and several else value
