"""What is made, what it is called, and where it goes."""

import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kubectl_porttrace import __version__

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "build" / "dist"
DIST = ROOT / "dist"

PROGRAM = "kubectl-porttrace"
COMPLETION = "kubectl_complete-porttrace"
TOP = PROGRAM
"""The one folder in an archive."""

# The date that hatchling gives to what is in a wheel. A commit's own date would change the archive, and so its
# checksum, without a change of its content: with a rebase, in a shallow clone, with the commit of plugin.yaml itself.
MOMENT = int(os.environ.get("SOURCE_DATE_EPOCH", "1580601600"))

_SYSTEMS = {"linux": "linux", "darwin": "darwin", "win32": "windows"}
_MACHINES = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}


class ReleaseError(Exception):
    """Something needed for a release is missing; the message says what, and what to do."""


def told(step: Callable[[], str]) -> int:
    """Do a step of a release and print what it gives, or what it misses; return the exit code."""
    try:
        sys.stdout.write(step())
    except ReleaseError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


@dataclass(frozen=True)
class Platform:
    """An operating system and a processor, in the words of krew, which are Go's."""

    os: str
    arch: str

    @property
    def program(self) -> str:
        """The program's file name."""
        return self.executable(PROGRAM)

    def executable(self, name: str) -> str:
        """The file name of a program."""
        return f"{name}.exe" if self.os == "windows" else name

    def archive(self, version: str = __version__) -> str:
        """The archive's file name."""
        return f"{PROGRAM}_{version}_{self.os}_{self.arch}{'.zip' if self.os == 'windows' else '.tar.gz'}"


PLATFORMS = tuple(Platform(system, arch) for system in ("linux", "darwin", "windows") for arch in ("amd64", "arm64"))
"""Those that an archive may be made for, in the manifest's order."""


def this_platform() -> Platform:
    """The platform that this runs on, which is the only one it can build for.

    Raises:
        ReleaseError: krew's names for it are not known here.
    """
    found = Platform(_SYSTEMS.get(sys.platform, ""), _MACHINES.get(platform.machine().lower(), ""))
    if found not in PLATFORMS:
        raise ReleaseError(f"no archive is made for {sys.platform} on {platform.machine()}")
    return found


def checksum_of(archive: Path) -> Path:
    """The file beside an archive that holds its checksum."""
    return archive.with_name(f"{archive.name}.sha256")


def parts_of(archive: Path) -> Path:
    """The file beside an archive that lists what is in it."""
    return archive.with_name(f"{archive.name}.cdx.json")
