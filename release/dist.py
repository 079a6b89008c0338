"""Build the archive of this platform: `python -m release.dist`, with its checksum and its list of parts in dist/."""

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

from release.archive import pack
from release.environment import Environment, build_environment
from release.freeze import freeze
from release.inputs import key
from release.layout import BUILD, DIST, ROOT, TOP, checksum_of, parts_of, this_platform, told
from release.notices import NAME, notices
from release.parts import parts_inside
from release.sbom import sbom


def built() -> Path:
    """The archive of this checkout as it is now, built unless it has been: its checksum and parts are beside it.

    Raises:
        ReleaseError: it cannot be built here.
    """
    archive = BUILD / key() / this_platform().archive()
    if not archive.exists():
        environment = build_environment()
        sys.stderr.write("building the archive\n")
        BUILD.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=BUILD, prefix="making-") as work:
            build(environment, Path(work)).parent.replace(archive.parent)
    return archive


def build(environment: Environment, work: Path) -> Path:
    """Build in an empty folder, and give the archive, which is alone in its folder with what belongs to it."""
    frozen = freeze(environment.python, work)
    parts = parts_inside(frozen, environment.site_packages)
    shutil.copyfile(ROOT / "LICENSE", frozen.folder / "LICENSE")
    (frozen.folder / NAME).write_text(notices(parts), "utf-8", newline="\n")
    archive = work / "made" / this_platform().archive()
    archive.parent.mkdir()
    pack(frozen.folder, TOP, archive)
    checksum = hashlib.sha256(archive.read_bytes()).hexdigest()
    # As sha256sum writes it and reads it with -c.
    checksum_of(archive).write_text(f"{checksum}  {archive.name}\n", "utf-8", newline="\n")
    parts_of(archive).write_text(sbom(parts, checksum), "utf-8", newline="\n")
    return archive


def shipped() -> str:
    """Build and copy to dist/, and give the path there, on a line."""
    archive = built()
    DIST.mkdir(exist_ok=True)
    for path in (archive, checksum_of(archive), parts_of(archive)):
        shutil.copyfile(path, DIST / path.name)
    return f"{DIST / archive.name}\n"


if __name__ == "__main__":
    sys.exit(told(shipped))
