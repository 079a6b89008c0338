"""The files behind `-f`: a file, a folder, or standard input."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from kubectl_porttrace.errors import UnreadableError, UsageError

STDIN = "-"
STANDARD_INPUT = "standard input"
"""Its name as a file."""
_EXTENSIONS = (".json", ".yaml", ".yml")
_TAKEN = "-f takes manifests in YAML or JSON, a folder of them, what --save wrote, or - for standard input"


class File(msgspec.Struct, frozen=True):
    """One file's bytes; `named` says that it was asked for by its own name and not found in a folder."""

    name: str
    content: bytes
    named: bool


class ClosedFolder(msgspec.Struct, frozen=True):
    """A folder inside a folder that could not be read, with the reason."""

    name: str
    reason: str


def files_behind(
    paths: Iterable[str], *, recursive: bool, stdin: BinaryIO | None = None
) -> Iterator[File | ClosedFolder]:
    """Read what `-f` names, folders in order of names.

    Of a folder, `*.yaml`, `*.yml` and `*.json` are read, as kubectl does; of its folders only with `recursive`.

    Args:
        paths: as given to `-f`.
        recursive: whether to look into the folders of a folder.
        stdin: what `-` reads; None where it is closed.

    Raises:
        UsageError: `-` twice.
        UnreadableError: a file cannot be read, or a folder holds none.
    """
    given = list(paths)
    if given.count(STDIN) > 1:
        raise UsageError("-f - reads standard input and can be given once")
    for path in given:
        if path == STDIN:
            yield File(STANDARD_INPUT, _from(stdin), named=True)
        elif _is_folder(Path(path)):
            yield from _in_folder(Path(path), recursive=recursive)
        else:
            yield File(shown_name(path), content_of(Path(path)), named=True)


def shown_name(path: str) -> str:
    """A file's name as every format can show it: what is no UTF-8 in it is replaced."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _from(stdin: BinaryIO | None) -> bytes:
    try:
        if stdin is not None:
            return stdin.read()
    except OSError as error:
        raise UnreadableError(
            f"standard input cannot be read: {(error.strerror or 'it failed').lower()}", _TAKEN
        ) from None
    raise UnreadableError("standard input is closed", _TAKEN)


def _is_folder(path: Path) -> bool:
    """Whether it is a folder; what cannot be looked at is a file whose reading says why."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _in_folder(folder: Path, *, recursive: bool) -> Iterator[File | ClosedFolder]:
    closed: list[OSError] = []
    found, folders = _listed(folder, closed, recursive=recursive)
    if not found:
        if closed:
            raise _unreadable(Path(closed[0].filename or folder), closed[0])
        hint = "" if recursive or not folders else "-R looks into its folders as well"
        raise UnreadableError(
            f"{shown_name(str(folder))}: no *.yaml, *.yml or *.json file in this folder", hint or _TAKEN
        )
    for each in found:
        yield File(shown_name(str(each)), content_of(each), named=False)
    for error in closed:
        yield ClosedFolder(shown_name(str(error.filename)), (error.strerror or "it cannot be read").lower())


def _listed(folder: Path, closed: list[OSError], *, recursive: bool) -> tuple[list[Path], bool]:
    """The files to read, in order, and whether there are folders; those that cannot be read are put into `closed`."""
    found: list[Path] = []
    deeper = False
    for path, folders, files in os.walk(folder, onerror=closed.append):
        deeper = deeper or bool(folders)
        found += [each for name in files if (each := Path(path, name)).suffix in _EXTENSIONS and not _is_folder(each)]
        if not recursive:
            break
    return sorted(found), deeper


def content_of(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        UnreadableError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError | ValueError) -> UnreadableError:
    hint = f"curl -fsSL {path} | kubectl porttrace -f -" if str(path).startswith(("http:", "https:")) else _TAKEN
    reason = getattr(error, "strerror", None) or "cannot be read"
    return UnreadableError(f"{shown_name(str(path))}: {reason.lower()}", hint)
