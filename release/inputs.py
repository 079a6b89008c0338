"""What an archive is made from, and a key that changes when any of it does."""

import hashlib
import ssl
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from release.layout import ROOT, this_platform

PACKAGE = "kubectl_porttrace"
REQUIREMENTS = ("requirements/runtime.txt", "requirements/dist.txt")
# Nothing here names plugin.yaml: it holds the archive's checksum, so the archive cannot depend on it.
INPUTS = (PACKAGE, "release", *REQUIREMENTS, "LICENSE")


def files(*paths: str) -> tuple[Path, ...]:
    """The files below these paths that git tracks or would track, relative to the checkout, in order."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *paths],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(sorted(Path(name) for name in set(listed.split("\0")) - {""} if (ROOT / name).is_file()))


def key() -> str:
    """Name a build: the same files built by the same Python on the same platform have the same key."""
    return digest_of(files(*INPUTS))


def digest_of(paths: Iterable[Path]) -> str:
    """A digest of files by name and content, and of the Python that reads them with the OpenSSL it brings along."""
    python = (sys.version, sys.base_prefix, ssl.OPENSSL_VERSION, this_platform())
    digest = hashlib.sha256(repr(python).encode())
    for path in paths:
        digest.update(f"{path.as_posix()}\0".encode())
        digest.update(hashlib.sha256((ROOT / path).read_bytes()).digest())
    return digest.hexdigest()[:16]
