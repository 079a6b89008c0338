"""axe-core, which judges whether everybody can use a page: fetched by npm, known by its hash, never committed."""

import base64
import hashlib
import shutil
import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.cluster.cache import cache_directory, locked

PACKAGE = "axe-core@4.14.1"
INTEGRITY = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
"""The SHA-512 of the package's archive, as npm writes it into a lock file."""


class NotFetchedError(Exception):
    """It is not here and could not be fetched; the message says why."""


def axe_script() -> str:
    """The script, from the cache where it is there.

    Raises:
        NotFetchedError: there is no npm, or it could not fetch the package.
    """
    kept = cache_directory() / f"{PACKAGE.replace('@', '-')}.js"
    if not kept.exists():
        with locked(kept.with_suffix(".lock")):
            if not kept.exists():
                _fetch(kept)
    return kept.read_text(encoding="utf-8")


def _fetch(kept: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise NotFetchedError("npm, which fetches axe-core, is not on the PATH")
    with TemporaryDirectory() as folder:
        result = subprocess.run(
            [npm, "pack", "--silent", "--pack-destination", folder, PACKAGE],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        archives = list(Path(folder).glob("*.tgz"))
        if result.returncode != 0 or not archives:
            raise NotFetchedError(f"npm could not fetch {PACKAGE}: {result.stderr.strip()[-300:]}")
        digest = base64.b64encode(hashlib.sha512(archives[0].read_bytes()).digest()).decode()
        assert digest == INTEGRITY, f"{PACKAGE} is not the archive that is expected: sha512-{digest}"
        with tarfile.open(archives[0]) as archive:
            script = archive.extractfile("package/axe.min.js")
            assert script is not None
            half = kept.with_suffix(".half")
            half.write_bytes(script.read())
            half.rename(kept)
