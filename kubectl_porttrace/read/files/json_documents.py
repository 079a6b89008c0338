"""JSON documents as plain values: quickly, and as Go reads them where that fails.

Source: `encoding/json/decode.go`: half a surrogate pair is read as U+FFFD, a number beyond a float64 is refused.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import NoReturn

import msgspec

from kubectl_porttrace.read.files.json_values import JSON

TOO_DEEP = "it is nested too deep"
_SPACE = re.compile(r"\s*")
_HALF = re.compile("[\ud800-\udfff]")
_LONGEST_NUMBER = 64


class UnusableJSONError(ValueError):
    """A text that is no JSON, or JSON that cannot be read: what is wrong, and on which line."""


def json_documents(text: str) -> Iterator[JSON]:
    """The JSON documents of a text, one after another.

    The `items` of a list that is alone stay closed: 10,000 pods as plain values would take half a gigabyte.

    Raises:
        UnusableJSONError: there is something else in it.
    """
    try:
        yield _opened(text.encode())
    except RecursionError:
        raise UnusableJSONError(TOO_DEEP) from None
    except (msgspec.DecodeError, UnicodeError):
        yield from _concatenated(text)


def json_value(raw: msgspec.Raw) -> JSON:
    """What one item of a list says.

    Raises:
        UnusableJSONError: it cannot be read.
    """
    try:
        value: JSON = msgspec.json.decode(raw)
    except RecursionError:
        raise UnusableJSONError(TOO_DEEP) from None
    except (msgspec.DecodeError, UnicodeError):
        value = next(_concatenated(bytes(raw).decode()))
    return value


def _opened(content: bytes) -> JSON:
    try:
        fields = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
        items: list[JSON] = list(msgspec.json.decode(fields.pop("items"), type=list[msgspec.Raw]))
    except (msgspec.ValidationError, KeyError):
        value: JSON = msgspec.json.decode(content)
        return value
    return {**{key: msgspec.json.decode(each) for key, each in fields.items()}, "items": items}


def _concatenated(text: str) -> Iterator[JSON]:
    decoder = json.JSONDecoder(parse_int=_integer, parse_float=_fraction, parse_constant=_refuse)
    place, end = _after_space(text, 0), len(text)
    while place < end:
        try:
            value, place = decoder.raw_decode(text, place)
            value = _whole(value)
        except json.JSONDecodeError as error:
            cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
            fault = "the file ends in the middle" if cut else error.msg.lower()
            raise UnusableJSONError(f"{fault}, line {error.lineno} column {error.colno}") from None
        except RecursionError:
            raise UnusableJSONError(TOO_DEEP) from None
        place = _after_space(text, place)
        yield value


def _after_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else _fraction(digits)


def _fraction(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise UnusableJSONError(f"{digits[:20]}... is too large a number")
    return number


def _refuse(word: str) -> NoReturn:
    raise UnusableJSONError(f"{word} is not a JSON number")


def _whole(value: JSON) -> JSON:
    """The value with a replacement character for every half of a surrogate pair."""
    if isinstance(value, str):
        return _HALF.sub("\N{REPLACEMENT CHARACTER}", value) if not value.isascii() else value
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {str(_whole(key)): _whole(item) for key, item in value.items()}
    return value
