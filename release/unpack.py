"""Unpack this checkout's archive and print where its program is: `python -m release.unpack`, for tests to run it."""

import shutil
import sys
from pathlib import Path

from release.dist import built
from release.layout import TOP, ReleaseError, this_platform


def unpacked(archive: Path) -> Path:
    """The program out of an archive, unpacked beside it unless it has been."""
    target = archive.parent / "unpacked"
    if not target.exists():
        fresh = target.with_name("unpacking")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.unpack_archive(archive, fresh)
        fresh.replace(target)
    return target / TOP / this_platform().program


def main() -> int:
    """Unpack, print the program's path, and return the exit code."""
    try:
        sys.stdout.write(f"{unpacked(built())}\n")
    except ReleaseError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
