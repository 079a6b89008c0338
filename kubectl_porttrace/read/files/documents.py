"""From the bytes of a file to the plain JSON values of its documents, whatever the file is written in."""

import codecs
import json
from collections.abc import Iterator

import msgspec

from kubectl_porttrace.errors import UnreadableError
from kubectl_porttrace.read.files.json_values import JSON

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HELM = "this looks like a Helm template; render it first: helm template CHART | kubectl porttrace -f -"


class Document(msgspec.Struct, frozen=True):
    """One document of a file.

    Attributes:
        file: the file's name, as a person gave it.
        number: its place in the file, from 1; 0 where the file holds no other.
        value: what it says, as JSON would; never None.
    """

    file: str
    number: int
    value: JSON

    @property
    def title(self) -> str:
        """As an error names it."""
        return f"{self.file}, document {self.number}" if self.number else self.file


def documents(file: str, content: bytes) -> tuple[Document, ...]:
    """The documents of a file, empty ones left out.

    Args:
        file: its name, for messages.
        content: its bytes: UTF-8, or UTF-16 or UTF-32 with a byte order mark.

    Raises:
        UnreadableError: it is no text, no YAML and no JSON.
    """
    text = _text(file, content)
    values = list(_json_values(file, text)) if _is_json(file, text) else _yaml_values(file, text)
    numbered = [(number, value) for number, value in enumerate(values, start=1) if value is not None]
    alone = len(numbered) == 1
    return tuple(Document(file, 0 if alone else number, value) for number, value in numbered)


def hint_for(text: str) -> str:
    """What to try with a file that cannot be understood."""
    return _HELM if "{{" in text else "check it with: kubectl apply --dry-run=client -f FILE"


def _text(file: str, content: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{file}: not text: byte {error.start} is not {encoding.removesuffix('-sig').upper()}",
            "-f takes manifests in YAML or JSON, and what --save wrote",
        ) from None


def _is_json(file: str, text: str) -> bool:
    """Whether it is meant as JSON; a flow mapping such as `{kind: Service}` is not."""
    start = text.lstrip()
    if file.endswith(".json") or start[:1] == "[":
        return start[:1] in {"{", "["}
    return start[:1] == "{" and start[1:].lstrip()[:1] in {'"', "}", ""}


def _json_values(file: str, text: str) -> Iterator[JSON]:
    """The JSON documents of a text, one after another."""
    try:
        yield _opened(text.encode())
    except RecursionError:
        raise UnreadableError(f"{file}: not valid JSON: it is nested too deep") from None
    except msgspec.DecodeError:
        yield from _concatenated(file, text)


def _yaml_values(file: str, text: str) -> list[JSON]:
    # JSON files do without libyaml.
    from kubectl_porttrace.read.files.yaml_documents import UnusableYAMLError, yaml_documents

    try:
        return list(yaml_documents(text))
    except UnusableYAMLError as error:
        raise UnreadableError(f"{file}: {error}", hint_for(text)) from None


def _opened(content: bytes) -> JSON:
    """A JSON document whose `items` stay closed: 10,000 pods as plain values would take half a gigabyte."""
    try:
        fields = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
        items: list[JSON] = list(msgspec.json.decode(fields.pop("items"), type=list[msgspec.Raw]))
    except (msgspec.ValidationError, KeyError):
        value: JSON = msgspec.json.decode(content)
        return value
    return {**{key: msgspec.json.decode(each) for key, each in fields.items()}, "items": items}


def _concatenated(file: str, text: str) -> Iterator[JSON]:
    decoder = json.JSONDecoder()
    place, end = 0, len(text.rstrip())
    while place < end:
        place += len(text[place:]) - len(text[place:].lstrip())
        try:
            value, place = decoder.raw_decode(text, place)
        except json.JSONDecodeError as error:
            raise UnreadableError(
                f"{file}: not valid JSON: {_fault(error, end)}, line {error.lineno} column {error.colno}",
                hint_for(text),
            ) from None
        yield value


def _fault(error: json.JSONDecodeError, end: int) -> str:
    cut = error.pos >= end or error.msg.startswith("Unterminated string")
    return "the file ends in the middle" if cut else error.msg.lower()
