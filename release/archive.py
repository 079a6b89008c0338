"""Write a folder into an archive that depends on names and contents alone, and on the zlib that packs it."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterator
from datetime import datetime, timezone
from os import walk
from pathlib import Path, PurePosixPath

from release.layout import MOMENT

_LEVEL = 9
_REGULAR = 0o100000


def pack(folder: Path, top: str, target: Path) -> None:
    """Write all files of a folder below `top` in an archive, whose name says of which kind.

    Links are followed, because krew takes no archive with links, and PyInstaller makes them on macOS.
    """
    (_pack_zip if target.suffix == ".zip" else _pack_tar)(folder, top, target)


def entries(folder: Path, top: str) -> Iterator[tuple[str, Path, int]]:
    """The name in the archive, the file and its mode, in order of name."""
    found = [Path(where) / name for where, _, names in walk(folder, followlinks=True) for name in names]
    for path in sorted(found, key=lambda path: path.relative_to(folder).parts):
        # Whoever unpacks may read; what may be run here may be run there.
        mode = 0o755 if path.stat().st_mode & 0o100 else 0o644
        yield str(PurePosixPath(top, *path.relative_to(folder).parts)), path, mode


def _pack_tar(folder: Path, top: str, target: Path) -> None:
    with (
        target.open("wb") as file,
        # Without a name and a time in its header.
        gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name, path, mode in entries(folder, top):
            content = path.read_bytes()
            member = tarfile.TarInfo(name)
            member.size, member.mode, member.mtime = len(content), mode, MOMENT
            archive.addfile(member, io.BytesIO(content))


def _pack_zip(folder: Path, top: str, target: Path) -> None:
    moment = datetime.fromtimestamp(MOMENT, timezone.utc).timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name, path, mode in entries(folder, top):
            member = zipfile.ZipInfo(name, moment)
            member.create_system = 3  # of Unix, so that the mode counts
            member.external_attr = (_REGULAR | mode) << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, path.read_bytes(), compresslevel=_LEVEL)
