"""Unpack this checkout's archive and print where its program is: `python -m release.unpack`, for tests to run it."""

import shutil
import sys
from pathlib import Path

from release.dist import built
from release.layout import TOP, this_platform, told


def unpacked(archive: Path) -> Path:
    """The program out of an archive, unpacked beside it unless it has been."""
    target = archive.parent / "unpacked"
    if not target.exists():
        fresh = target.with_name("unpacking")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.unpack_archive(archive, fresh)
        fresh.replace(target)
    return target / TOP / this_platform().program


if __name__ == "__main__":
    sys.exit(told(lambda: f"{unpacked(built())}\n"))
