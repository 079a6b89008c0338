"""Scripts that judge what is written: fetched by npm, known by the hash of their package, never committed."""

import base64
import hashlib
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.cluster.cache import cache_directory, locked


@dataclass(frozen=True)
class NpmScript:
    """A script in a package of npm's registry.

    `integrity` is the SHA-512 of the package's archive, as npm writes it into a lock file.
    """

    package: str
    integrity: str
    path: str


AXE = NpmScript(
    "axe-core@4.14.1",
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    "package/axe.min.js",
)
"""axe-core, which judges whether everybody can use a page."""

MERMAID = NpmScript(
    "mermaid@12.3.0",
    "4113TdXeLAsMruJ79OpFL5O8+LTFXhQqZ260rF3tgUmiNAtRm4Uume04I+65PRN6yZ69J4f8rVYWW8zRk65UYw==",
    "package/dist/mermaid.min.js",
)
"""Mermaid, which draws flowcharts; its parser needs a browser."""

SARIF_SCHEMA = NpmScript(
    "@microsoft/jest-sarif@1.0.0-beta.0",
    "A1fOhPd6Ic5iDk4F9YPw1qNB4XF+7+IviR7xl8r2F6QzQkx5cpY9LsGk2rExiFIEcBbjpVnSmwWGBukASkiQ9A==",
    "package/lib/schemas/sarif-2.1.0-rtm.5.json",
)
"""The schema of SARIF 2.1.0 by its editors, as they publish it for their own tests."""


_PATIENCE = 600.0


class NotFetchedError(Exception):
    """It is not here and could not be fetched; the message says why."""


def text_of(script: NpmScript) -> str:
    """A script, from the cache where it is there.

    Raises:
        NotFetchedError: there is no npm, or it could not fetch the package.
    """
    kept = cache_directory() / f"{script.package.replace('@', '-').replace('/', '-')}.js"
    if not kept.exists():
        with locked(kept.with_suffix(".lock")):
            if not kept.exists():
                _fetch(script, kept)
    return kept.read_text(encoding="utf-8")


def _fetch(script: NpmScript, kept: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise NotFetchedError(f"npm, which fetches {script.package}, is not on the PATH")
    with TemporaryDirectory() as folder:
        command = [npm, "pack", "--silent", "--fetch-retries=5", "--pack-destination", folder, script.package]
        try:
            result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise NotFetchedError(f"npm did not fetch {script.package} within {_PATIENCE:.0f} s") from error
        archives = list(Path(folder).glob("*.tgz"))
        if result.returncode != 0 or not archives:
            raise NotFetchedError(f"npm could not fetch {script.package}: {result.stderr.strip()[-300:]}")
        digest = base64.b64encode(hashlib.sha512(archives[0].read_bytes()).digest()).decode()
        assert digest == script.integrity, f"{script.package} is not the archive that is expected: sha512-{digest}"
        with tarfile.open(archives[0]) as archive:
            found = archive.extractfile(script.path)
            assert found is not None
            half = kept.with_suffix(".half")
            half.write_bytes(found.read())
            half.rename(kept)
