"""The files behind `-f`: a file, a folder, or standard input."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from kubectl_porttrace.errors import UnreadableError, UsageError

STDIN = "-"
_EXTENSIONS = (".json", ".yaml", ".yml")
_TAKEN = "-f takes manifests in YAML or JSON, a folder of them, what --save wrote, or - for standard input"


class File(msgspec.Struct, frozen=True):
    """One file's bytes; `named` says that it was asked for by its own name and not found in a folder."""

    name: str
    content: bytes
    named: bool


def files_behind(paths: Iterable[str], *, recursive: bool, stdin: BinaryIO | None = None) -> Iterator[File]:
    """Read what `-f` names, folders in order of names.

    Of a folder, `*.yaml`, `*.yml` and `*.json` are read, as kubectl does; of its folders only with `recursive`.

    Args:
        paths: as given to `-f`.
        recursive: whether to look into the folders of a folder.
        stdin: what `-` reads, the process's own where None.

    Raises:
        UsageError: `-` twice.
        UnreadableError: a file cannot be read, or a folder holds none.
    """
    given = list(paths)
    if given.count(STDIN) > 1:
        raise UsageError("-f - reads standard input and can be given once")
    for path in given:
        if path == STDIN:
            yield File("standard input", (stdin or sys.stdin.buffer).read(), named=True)
        elif Path(path).is_dir():
            for found in _in_folder(Path(path), recursive=recursive):
                yield File(str(found), _content(found), named=False)
        else:
            yield File(path, _content(Path(path)), named=True)


def _in_folder(folder: Path, *, recursive: bool) -> list[Path]:
    try:
        inside = sorted(folder.rglob("*") if recursive else folder.iterdir())
    except OSError as error:
        raise _unreadable(folder, error) from None
    found = [each for each in inside if each.suffix in _EXTENSIONS and not each.is_dir()]
    if not found:
        hint = "" if recursive or not any(each.is_dir() for each in inside) else "-R looks into its folders as well"
        raise UnreadableError(f"{folder}: no *.yaml, *.yml or *.json file in this folder", hint or _TAKEN)
    return found


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> UnreadableError:
    hint = f"curl -fsSL {path} | kubectl porttrace -f -" if str(path).startswith(("http:", "https:")) else _TAKEN
    return UnreadableError(f"{path}: {(error.strerror or 'cannot be read').lower()}", hint)
