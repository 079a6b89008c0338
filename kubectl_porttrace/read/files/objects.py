"""From plain JSON values to the model's objects; an error names the field path and the value that does not fit."""

import re
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.errors import UnreadableError
from kubectl_porttrace.model.kind import Kind
from kubectl_porttrace.model.kinds import find_kind
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.read.files.documents import Document, hint_for
from kubectl_porttrace.read.files.json_documents import TOO_DEEP, UnusableJSONError, json_value
from kubectl_porttrace.read.files.json_values import JSON, WORDS, pruned, shown, type_of

_STEP = r"\.([^.\[\]]+)|\[(\d+)\]|(\[\.\.\.\])"
_MISMATCH = r"Expected `([^`]*)`, got `([^`]*)`(?: - at `([^`]*)`)?"
_MISSING = r"Object missing required field `([^`]*)`(?: - at `([^`]*)`)?"
_NO_ZONE = "Expected `datetime` with a timezone component"
_OTHER = r"(.*) - at `([^`]*)`"


class Decoded(msgspec.Struct, frozen=True):
    """One object of a kind that is read."""

    kind: Kind
    object: KubernetesObject


class Written(msgspec.Struct, frozen=True):
    """An object as a file has it.

    Attributes:
        title: where it stands, as an error says it.
        api_version: its apiVersion; that of its list where it has none of its own.
        kind: its kind, likewise.
        value: what it says, as a mapping or still as JSON.
    """

    title: str
    api_version: str
    kind: str
    value: JSON


class _Header(msgspec.Struct, rename="camel"):
    api_version: str = ""
    kind: str = ""


def written_objects(document: Document, *, strict: bool) -> Iterator[Written]:
    """The objects of a document: its own, or the items of a list.

    Args:
        document: the document.
        strict: whether what is no API object is an error; else it is left out, as in a folder that holds other files.

    Raises:
        UnreadableError: it is no API object, or a list whose items are none.
    """
    try:
        yield from _within(document.title, document.value, ("", ""), strict=strict)
    except RecursionError:
        raise UnreadableError(f"{document.title}: {TOO_DEEP}") from None


def decode(written: Written) -> Decoded | None:
    """The object in the model's terms; None for one of a kind that is not read.

    Raises:
        UnreadableError: a field is not what the API says it is.
    """
    kind = find_kind(written.api_version, written.kind)
    try:
        return Decoded(kind, _from_json(written, kind) or _converted(written, kind)) if kind else None
    except RecursionError:
        raise UnreadableError(f"{written.title}: {TOO_DEEP}") from None


def _within(title: str, value: JSON, default: tuple[str, str], *, strict: bool) -> Iterator[Written]:
    api_version, kind = header_of(value)
    api_version, kind = api_version or default[0], kind or default[1]
    if isinstance(value, msgspec.Raw):
        if api_version and kind and not kind.endswith("List") and bytes(value).startswith(b"{"):
            yield Written(title, api_version, kind, value)
            return
        value = _plain(title, value)
    if not isinstance(value, dict) or not api_version or not kind:
        if strict:
            raise UnreadableError(f"{title}: {_no_object(value, api_version)}", hint_for(repr(value)))
        return
    if not kind.endswith("List") or "items" not in value:
        yield Written(title, api_version, kind, value)
        return
    items = value["items"] if value["items"] is not None else []
    if not isinstance(items, list):
        raise UnreadableError(f"{title}: {kind}: items: expected a list, got {shown(items)}", hint_for(""))
    of_items = ("", "") if kind == "List" else (api_version, kind.removesuffix("List"))
    for place, item in enumerate(items):
        yield from _within(f"{title}, items[{place}]", item, of_items, strict=True)


def header_of(value: JSON) -> tuple[str, str]:
    """An object's apiVersion and kind, empty where they are missing or no text."""
    if isinstance(value, msgspec.Raw):
        try:
            header = msgspec.json.decode(value, type=_Header)
        except (msgspec.DecodeError, UnicodeError):
            return "", ""
        return header.api_version, header.kind
    if not isinstance(value, dict):
        return "", ""
    api_version, kind = value.get("apiVersion"), value.get("kind")
    return (api_version if isinstance(api_version, str) else ""), (kind if isinstance(kind, str) else "")


def _no_object(value: JSON, api_version: str) -> str:
    if not isinstance(value, dict):
        return f"expected an object with apiVersion and kind, got {shown(value)}"
    return f"not a Kubernetes object: {'kind' if api_version else 'apiVersion'} is missing"


def _from_json(written: Written, kind: Kind) -> KubernetesObject | None:
    """The object straight from its JSON, as nearly all are; None where it needs a closer look."""
    if not isinstance(written.value, msgspec.Raw):
        return None
    try:
        found = msgspec.json.decode(written.value, type=kind.model)
    except (msgspec.DecodeError, UnicodeError):
        return None
    return found if found.name and getattr(found, "kind", kind.name) == kind.name else None


def _converted(written: Written, kind: Kind) -> KubernetesObject:
    plain = _plain(written.title, written.value)
    value = {**_mapping(pruned(plain)), "kind": written.kind}
    metadata = _mapping(value.get("metadata"))
    # The API server would complete a generated name with random letters.
    name = metadata.get("name") or metadata.get("generateName") or ""
    if metadata:
        value["metadata"] = {**metadata, "name": name}
    title = f"{written.title}: {written.kind}{f' {name}' if isinstance(name, str) and name else ''}"
    try:
        converted = msgspec.convert(value, kind.model)
    except msgspec.ValidationError as error:
        raise UnreadableError(f"{title}: {_misfit(str(error), value)}", hint_for(repr(plain))) from None
    if not converted.name:
        raise UnreadableError(f"{title}: metadata.name is missing", hint_for(repr(plain)))
    return converted


def _plain(title: str, value: JSON) -> JSON:
    if not isinstance(value, msgspec.Raw):
        return value
    try:
        return json_value(value)
    except UnusableJSONError as error:
        raise UnreadableError(f"{title}: not valid JSON: {error}", hint_for("")) from None


def _mapping(value: JSON) -> dict[str, JSON]:
    return value if isinstance(value, dict) else {}


def _misfit(message: str, value: JSON) -> str:
    """What msgspec says, as the API server's validation would: field path first, then what was seen there."""
    missing, mismatch, other = (
        re.fullmatch(_MISSING, message),
        re.fullmatch(_MISMATCH, message),
        re.fullmatch(_OTHER, message),
    )
    if missing:
        path = f"{missing[2] or '$'}.{missing[1]}"
        return f"{_located(path, value)[0]} is missing"
    if mismatch:
        path, seen = _located(mismatch[3] or "$", value, mismatch[2])
        wanted = " or ".join(WORDS[word] for word in mismatch[1].split(" | ") if word != "null")
        return f"{path}: expected {wanted}, got {shown(seen)}"
    path, seen = _located(other[2], value) if other else ("", value)
    if other and other[1] == _NO_ZONE:
        return f"{path}: expected a time with its zone, such as 2026-11-21T03:10:00Z, got {shown(seen)}"
    return f"{path}: {other[1].lower() if other else message.lower()}, got {shown(seen)}"


def _located(path: str, value: JSON, got: str = "") -> tuple[str, JSON]:
    """A path as the API writes it, and the value there; `[...]` becomes the first key with a value of that type."""
    words = ""
    for name, place, anything in re.findall(_STEP, path.removeprefix("$")):
        if isinstance(value, list):
            words, value = f"{words}[{place}]", value[int(place)]
            continue
        mapping = _mapping(value)
        key = next((each for each, item in mapping.items() if type_of(item) == got), "") if anything else name
        words = f"{words}[{key}]" if anything else f"{words}.{key}".removeprefix(".")
        value = mapping.get(key)
    return words, value


def in_its_namespace(each: Decoded, default: str) -> KubernetesObject:
    """The object with the namespace that the API server would store: none for a kind that has none.

    `rest.BeforeCreate` (k8s.io/apiserver) takes what was written from objects of the whole cluster.

    Args:
        each: an object of a document.
        default: the namespace of objects that name none.
    """
    wanted = (each.object.namespace or default) if each.kind.namespaced else ""
    if each.object.namespace == wanted:
        return each.object
    return replace(each.object, metadata=replace(each.object.metadata, namespace=wanted))
