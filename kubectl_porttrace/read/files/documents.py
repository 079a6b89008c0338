"""From the bytes of a file to the plain JSON values of its documents, whatever the file is written in."""

import codecs
from collections.abc import Iterator

import msgspec

from kubectl_porttrace.errors import UnreadableError
from kubectl_porttrace.read.files.json_documents import UnusableJSONError, json_documents
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


def documents(file: str, content: bytes) -> Iterator[Document]:
    """The documents of a file, one at a time, empty ones left out.

    Args:
        file: its name, for messages.
        content: its bytes: UTF-8, or UTF-16 or UTF-32 with a byte order mark.

    Raises:
        UnreadableError: it is no text, no YAML and no JSON.
    """
    text = text_of(file, content)
    values = _json_values(file, text) if is_json(file, text) else _yaml_values(file, text)
    numbered = ((number, value) for number, value in enumerate(values, start=1) if value is not None)
    first, second = next(numbered, None), next(numbered, None)
    if first is not None:
        yield Document(file, first[0] if second else 0, first[1])
    if second is not None:
        yield Document(file, *second)
    for number, value in numbered:
        yield Document(file, number, value)


def hint_for(text: str) -> str:
    """What to try with a file that cannot be understood."""
    return _HELM if "{{" in text else "check it with: kubectl apply --dry-run=client -f FILE"


def text_of(file: str, content: bytes) -> str:
    """The text of a file.

    Raises:
        UnreadableError: it is none.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{file}: not text: byte {error.start} is not {encoding.removesuffix('-sig').upper()}",
            "-f takes manifests in YAML or JSON, and what --save wrote",
        ) from None


def is_json(file: str, text: str) -> bool:
    """Whether a file is meant as JSON; a flow mapping such as `{kind: Service}` is not."""
    start = text.lstrip()
    if file.endswith(".json") or start[:1] == "[":
        return start[:1] in {"{", "["}
    return start[:1] == "{" and start[1:].lstrip()[:1] in {'"', "}", ""}


def _json_values(file: str, text: str) -> Iterator[JSON]:
    try:
        yield from json_documents(text)
    except UnusableJSONError as error:
        raise UnreadableError(f"{file}: not valid JSON: {error}", hint_for(text)) from None


def _yaml_values(file: str, text: str) -> Iterator[JSON]:
    # JSON files do without libyaml.
    from kubectl_porttrace.read.files.yaml_documents import UnusableYAMLError, yaml_documents

    try:
        yield from yaml_documents(text)
    except UnusableYAMLError as error:
        raise UnreadableError(f"{file}: {error}", hint_for(text)) from None
