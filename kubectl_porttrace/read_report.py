"""A file that `-o json`, `-o yaml` or `--save` wrote, read back."""

from pathlib import Path
from typing import Literal

import msgspec

from kubectl_porttrace.errors import UnreadableError
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.read.files.documents import Document, documents
from kubectl_porttrace.read.files.objects import header_of
from kubectl_porttrace.read.files.paths import files_behind
from kubectl_porttrace.read.files.recording import is_snapshot, recorded_snapshot
from kubectl_porttrace.report.v1 import API_VERSION, Report

_TAKEN = "it takes what -o json, -o yaml or --save wrote"
_KIND: Literal["PortTraceReport"] = "PortTraceReport"


def read_report(path: str) -> Report | Snapshot:
    """The report or the saved snapshot that is in a file.

    Args:
        path: the file.

    Raises:
        UnreadableError: it cannot be read, is no report, or is one of another version.
    """
    if Path(path).is_dir():
        raise UnreadableError(f"{path}: a folder, and not a report", _TAKEN)
    file = next(iter(files_behind([path], recursive=False)))
    content = getattr(file, "content", b"")
    try:
        inside = iter(documents(path, content))
        first, second = next(inside, None), next(inside, None)
    except UnreadableError as error:
        raise UnreadableError(f"{error.message}, so it is no report", _TAKEN) from None
    if first is None:
        raise UnreadableError(f"{path}: empty, and not a report", _TAKEN)
    if second is not None:
        raise UnreadableError(f"{path}: more than one document, and not a report", _hint(path))
    if is_snapshot(first.value):
        return recorded_snapshot(first, Source("file", files=(path,)))
    return _report(path, first)


def _report(path: str, document: Document) -> Report:
    version, kind = header_of(document.value)
    if kind != _KIND or not version.startswith("porttrace/"):
        what = f"a {kind}" if kind else "something else"
        raise UnreadableError(f"{path}: {what}, and not a report", _hint(path) if kind else _TAKEN)
    if version != API_VERSION:
        raise UnreadableError(
            f"{path}: a report of {version}, and this version of the program reads {API_VERSION}",
            "write it anew with this version",
        )
    try:
        if isinstance(document.value, msgspec.Raw):
            return msgspec.json.decode(document.value, type=Report)
        return msgspec.convert(document.value, Report)
    except (msgspec.MsgspecError, UnicodeError) as error:
        reason = str(error).replace("`$.", "`")
        raise UnreadableError(f"{path}: not a whole report of {API_VERSION}: {reason}", _TAKEN) from None


def _hint(path: str) -> str:
    return f"manifests are read with -f: kubectl porttrace -f {path} --against CONTEXT"
