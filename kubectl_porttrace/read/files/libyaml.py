"""libyaml's parser, which PyYAML brings, without PyYAML's own: the events of a YAML text.

`import yaml` imports its own reader, scanner and parser as well, and compiles their patterns. Nothing of that reads a
text here, and it takes 14 of about 400 ms of a trace. libyaml's parser only needs the classes of their errors.
"""

import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from kubectl_porttrace.read.bare_packages import packages_not_run

if TYPE_CHECKING:
    from yaml import error, events
    from yaml._yaml import CParser

__all__ = ["NotYAMLError", "events", "parsed"]

_ERRORS = {
    "scanner": "ScannerError",
    "parser": "ParserError",
    "composer": "ComposerError",
    "constructor": "ConstructorError",
    "emitter": "EmitterError",
    "serializer": "SerializerError",
    "representer": "RepresenterError",
}
"""The modules of PyYAML that libyaml's parser asks for the class of an error, and the name of the class."""


def _parts() -> tuple[Any, Any, Any]:
    """The modules `yaml.error` and `yaml.events`, and the class of the parser."""
    try:
        with packages_not_run("yaml"):
            _give_errors_alone()
            parts = _imported()
            imported = {name: module for name, module in sys.modules.items() if name.startswith("yaml.")}
    except (ImportError, AttributeError):
        return _imported()
    # What is compiled is initialized once in a process: PyYAML, imported whole later, has to use the same classes.
    sys.modules.update(imported)
    return parts


def _imported() -> tuple[Any, Any, Any]:
    from yaml import error, events
    from yaml._yaml import CParser

    return error, events, CParser


def _give_errors_alone() -> None:
    """Give the package `yaml`, where it is empty, what the parser asks it for."""
    import yaml
    import yaml.error
    import yaml.events
    import yaml.nodes
    import yaml.tokens

    class ReaderError(yaml.error.YAMLError):
        """A text with characters that YAML does not have."""

        def __init__(self, name: str, position: int, character: int, encoding: str, reason: str) -> None:
            super().__init__(name, position, character, encoding, reason)
            self.reason = reason

    parts = {module: SimpleNamespace(**{name: yaml.error.MarkedYAMLError}) for module, name in _ERRORS.items()}
    parts["reader"] = SimpleNamespace(ReaderError=ReaderError)
    for module, part in parts.items():
        if not hasattr(yaml, module):
            setattr(yaml, module, part)


if not TYPE_CHECKING:
    error, events, CParser = _parts()


class NotYAMLError(ValueError):
    """A text that is not YAML: what libyaml says, in one line."""


def parsed(text: str) -> Iterator["events.Event"]:
    """The events of a YAML text.

    Raises:
        NotYAMLError: it is not YAML.
    """
    parser = CParser(text)
    try:
        while (event := parser.get_event()) is not None:
            yield event
    except error.YAMLError as refused:
        raise NotYAMLError(_told(refused)) from None


def _told(refused: "error.YAMLError") -> str:
    if isinstance(refused, error.MarkedYAMLError) and refused.problem_mark is not None:
        return f"{refused.problem}, line {refused.problem_mark.line + 1} column {refused.problem_mark.column + 1}"
    return str(getattr(refused, "reason", "it cannot be parsed"))
