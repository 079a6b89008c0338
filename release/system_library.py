"""A shared library of the building machine as a part: on Linux, whatever package manager put it there knows it."""

import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

from release.layout import ReleaseError
from release.part import Part


def system_library(library: Path) -> Part:
    """The library's package as a part.

    Raises:
        ReleaseError: no package that is known here holds it, so its licence is not known either.
    """
    package = _package(library)
    notice = Path("/usr/share/doc") / package / "copyright"
    if not notice.is_file():
        raise ReleaseError(f"{notice} is missing: the licence of {library} belongs into the archive")
    version, source = _asked("dpkg-query", "-W", "-f", "${Version} ${source:Package}", package).split()
    purl = f"pkg:deb/debian/{package}@{quote(version)}"
    return Part("library", source, version, f"see the notice of {package}", purl, (notice.read_text("utf-8").strip(),))


def _package(library: Path) -> str:
    """The Debian package of a file. Asked by name, because folders are linked to each other there."""
    if shutil.which("dpkg") is None:
        raise ReleaseError(
            f"whose {library} is cannot be asked: an archive for Linux is built on Debian or a child of it"
        )
    owners = _asked("dpkg", "-S", f"*/{library.resolve().name}").splitlines()
    return min(owners).partition(":")[0]


def _asked(*command: str) -> str:
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise ReleaseError(f"{' '.join(command)} failed: {ended.stderr.strip()}")
    return ended.stdout
