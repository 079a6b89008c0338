"""Plain JSON values: what they are called in a sentence, and what of them counts."""

from typing import TypeAlias

import msgspec

JSON: TypeAlias = dict[str, "JSON"] | list["JSON"] | str | int | float | bool | msgspec.Raw | None
"""What a document of a file says, in YAML as in JSON; Raw for an item of a JSON list that was not yet looked into."""

WORDS = {
    "int": "a number",
    "float": "a number with a fraction",
    "str": "text",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "nothing",
    "datetime": "a time",
}
"""The types of a JSON value, by the names msgspec gives them, as a sentence says them."""

_LONGEST = 40
_TEXT_MAPS = frozenset({"labels", "annotations", "selector", "matchLabels"})


def type_of(value: JSON) -> str:
    """The type of a value, by the name msgspec gives it."""
    names = {bool: "bool", int: "int", float: "float", str: "str", list: "array", dict: "object"}
    return names.get(type(value), "null")


def shown(value: JSON) -> str:
    """A value in words, short enough for a sentence: `text "http"`, `number 80`, `a list`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'text "{value}"' if len(value) <= _LONGEST else f'text "{value[:_LONGEST]}..."'
    return f"number {value}" if isinstance(value, (int, float)) else WORDS[type_of(value)]


def pruned(value: JSON, *, texts: bool = False) -> JSON:
    """The value without what is null, which the API reads as left out; as the value of a label it reads as empty.

    A number such as 80.0 is 80, as for the API server.

    Args:
        value: the value.
        texts: whether it is a mapping of texts, such as labels.
    """
    if isinstance(value, dict):
        return {
            key: "" if item is None else pruned(item, texts=key in _TEXT_MAPS)
            for key, item in value.items()
            if item is not None or texts
        }
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return [pruned(item) for item in value] if isinstance(value, list) else value
