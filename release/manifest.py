"""Write plugin.yaml, which krew installs from: `python -m release.manifest`, after the archives are in dist/."""

import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path
from string import Template
from textwrap import dedent, indent

from kubectl_porttrace import __version__
from release.layout import DIST, PLATFORMS, ROOT, TOP, Platform, ReleaseError, checksum_of, told

MANIFEST = ROOT / "plugin.yaml"
HOMEPAGE = "https://github.com/kubectl-porttrace/kubectl-porttrace"

_TEMPLATE = Template((Path(__file__).parent / "plugin.yaml.template").read_text("utf-8"))
_PLATFORM = Template(
    dedent(
        """\
        - selector:
            matchLabels:
              os: $os
              arch: $arch
          uri: $uri
          sha256: $sha256
          files:
          - from: $top/*
            to: .
          bin: $program
        """
    )
)


def manifest(checksums: Mapping[Platform, str]) -> str:
    """The manifest of this version, with the archives whose checksums these are."""
    platforms = "".join(_platform(platform, checksums[platform]) for platform in PLATFORMS if platform in checksums)
    return _TEMPLATE.substitute(
        version=__version__, homepage=HOMEPAGE, platforms=indent(platforms.rstrip("\n"), " " * 2)
    )


def _platform(platform: Platform, checksum: str) -> str:
    return _PLATFORM.substitute(
        os=platform.os,
        arch=platform.arch,
        uri=f"{HOMEPAGE}/releases/download/v{__version__}/{platform.archive()}",
        sha256=checksum,
        top=TOP,
        program=platform.program,
    )


def checksums_in(folder: Path) -> dict[Platform, str]:
    """The checksums of this version's archives that a folder has; the archives need not be there.

    Raises:
        ReleaseError: there are none, or one is not that of the archive beside it.
    """
    found = {
        platform: _checksum(folder / platform.archive())
        for platform in PLATFORMS
        if checksum_of(folder / platform.archive()).exists()
    }
    if not found:
        raise ReleaseError(f"{folder} holds no checksum of an archive of {__version__}: run make dist first")
    return found


def _checksum(archive: Path) -> str:
    said = checksum_of(archive).read_text("utf-8").split()[0]
    if archive.exists() and hashlib.sha256(archive.read_bytes()).hexdigest() != said:
        raise ReleaseError(f"{checksum_of(archive).name} is not the checksum of the archive beside it: run make dist")
    return said


def written() -> str:
    """Write the manifest. Returns no text to print."""
    MANIFEST.write_text(manifest(checksums_in(DIST)), "utf-8", newline="\n")
    return ""


if __name__ == "__main__":
    sys.exit(told(written))
