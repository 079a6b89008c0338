"""What a YAML scalar means to kubectl: numbers, booleans and nothing; all else, dates too, is text.

As `sigs.k8s.io/yaml/goyaml.v2/resolve.go`: no dates, no numbers to the base of 60, `08` is 8 and not an error.
"""

import math
import re

Scalar = str | int | float | bool | None

_TAG = "tag:yaml.org,2002:"
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"})
_FALSE = frozenset({"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"})
_OCTAL = r"[-+]?0[0-7_]+"
_INTEGER = r"[-+]?(?:0b[01_]*[01]|0o[0-7_]*[0-7]|0x[0-9a-fA-F_]*[0-9a-fA-F]|0|[1-9][0-9_]*)"
_FLOAT = r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
_NOT_FINITE = r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
_LONGEST_NUMBER = 64
"""Longer ones are text: nothing in the API counts that far, and Python refuses to convert thousands of digits."""


def plain(text: str) -> Scalar:
    """The value of a scalar written without quotes and without a tag."""
    if text in _NOTHING:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if text[0] not in "+-.0123456789" or len(text) > _LONGEST_NUMBER:
        return text
    return _number(text)


def tagged(text: str, tag: str) -> Scalar:
    """The value of a scalar with a tag such as `!!str` or `!!int`.

    Raises:
        ValueError: a tag that gives no plain JSON value.
    """
    kind = tag.removeprefix(_TAG)
    if kind in {"str", "!", "timestamp"}:
        return text
    value = plain(text)
    kinds: dict[str, type | tuple[type, ...]] = {
        "int": int,
        "float": (int, float),
        "bool": bool,
        "null": type(None),
    }
    if tag.startswith(_TAG) and kind in kinds and isinstance(value, kinds[kind]):
        return value
    # Neither is repeated: without quotes a password that begins with an exclamation mark is a tag.
    raise ValueError("a tag (!) is not understood: quote a text that begins with !")


def _number(text: str) -> Scalar:
    if re.fullmatch(_OCTAL, text):
        sign, digits = (-1, text[1:]) if text[0] == "-" else (1, text.lstrip("+"))
        return sign * int(digits.replace("_", ""), 8)
    if re.fullmatch(_INTEGER, text):
        return int(text.replace("_", ""), 0)
    if re.fullmatch(_FLOAT, text):
        number = float(text)
        if math.isinf(number):
            return text
        # Written as JSON, which is what the API server gets, 80.0 is 80.
        return int(number) if number.is_integer() else number
    return (
        float(text.lower().replace(".inf", "inf").replace(".nan", "nan")) if re.fullmatch(_NOT_FINITE, text) else text
    )
