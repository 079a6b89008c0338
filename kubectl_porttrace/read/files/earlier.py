"""What an earlier run of this program wrote, read back: `--against` and `--baseline` take it."""

from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from kubectl_porttrace.errors import UnreadableError
from kubectl_porttrace.read.files.documents import Document, documents
from kubectl_porttrace.read.files.objects import header_of
from kubectl_porttrace.read.files.paths import content_of, shown_name
from kubectl_porttrace.read.files.recording import API_VERSION, is_snapshot

Model = TypeVar("Model")

KIND = "PortTraceReport"
SEVERAL = "PortTraceReports"


class Earlier(msgspec.Struct, frozen=True):
    """One document, and what it is.

    Attributes:
        title: how an error names it: `--against known.json`.
        document: what it says.
        written: what wrote it: `-o json` or `-o yaml`, `--save`, or `-o sarif`, maybe that of another program.
        hint: what writes one that is taken.
    """

    title: str
    document: Document
    written: Literal["report", "snapshot", "sarif"]
    hint: str

    def decoded(self, model: type[Model]) -> Model:
        """The document as values of a model.

        Raises:
            UnreadableError: it is not whole.
        """
        try:
            return msgspec.convert(self.document.value, model)
        except msgspec.ValidationError as error:
            reason = str(error).replace("`$.", "`")
            raise UnreadableError(f"{self.title}: not a whole report: {reason}", self.hint) from None


def earlier(flag: str, path: str, hint: str) -> Earlier:
    """The one document in a file.

    Args:
        flag: the flag that names the file.
        path: the file.
        hint: what writes one that is taken.

    Raises:
        UnreadableError: it cannot be read, is nothing that this program writes, or is of another version.
    """
    title = f"{flag} {shown_name(path)}"
    if Path(path).is_dir():
        raise UnreadableError(f"{title}: a folder, and not a report", hint)
    try:
        content = content_of(Path(path))
        inside = iter(documents(shown_name(path), content))
        first, second = next(inside, None), next(inside, None)
    except UnreadableError as error:
        raise UnreadableError(f"{flag} {error.message}", hint) from None
    if first is None:
        raise UnreadableError(f"{title}: empty, and not a report", hint)
    if second is not None:
        raise UnreadableError(f"{title}: more than one document, and not a report", _or_manifests(hint))
    if is_snapshot(first.value):
        return Earlier(title, first, "snapshot", hint)
    if isinstance(first.value, dict) and "runs" in first.value:
        return Earlier(title, first, "sarif", hint)
    _check_report(title, first, hint)
    return Earlier(title, first, "report", hint)


def _check_report(title: str, document: Document, hint: str) -> None:
    version, kind = header_of(document.value)
    if kind == SEVERAL:
        raise UnreadableError(f"{title}: the reports of several contexts, and not one", hint)
    if kind != KIND or not version.startswith("porttrace/"):
        what = f"a {kind}" if kind else "something else"
        raise UnreadableError(f"{title}: {what}, and not a report", _or_manifests(hint) if kind else hint)
    if version != API_VERSION:
        raise UnreadableError(
            f"{title}: a report of {version}, and this version of the program reads {API_VERSION}",
            "write it anew with this version",
        )


def _or_manifests(hint: str) -> str:
    return f"manifests are read with -f; {hint}"
