"""Certificates and keys, which a kubeconfig names as files or holds itself."""

import tempfile
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.login.kubeconfig import Entry


@dataclass(frozen=True)
class Pem:
    """What stands under a key of a kubeconfig, such as `client-key`: a file, or else what one would hold."""

    key: str
    file: Path | None = None
    content: bytes = field(default=b"", repr=False)

    @contextmanager
    def as_file(self) -> Iterator[Path]:
        """A file that holds it, for as long as the context lasts; only the user can read it."""
        if self.file is not None:
            yield self.file
            return
        with tempfile.TemporaryDirectory(prefix="kubectl-porttrace-") as folder:
            file = Path(folder) / self.key
            file.write_bytes(self.content)
            yield file

    def unusable(self, reason: str) -> UnreachableError:
        """The failure to use it."""
        named = f'{self.key} "{self.file}"' if self.file else f"{self.key}-data of the kubeconfig"
        return UnreachableError(
            f"the {named} cannot be used: {reason}", f"check {self.key} in the kubeconfig, or --{self.key}"
        )


def pem_of(entry: Entry, key: str) -> Pem | None:
    """What an entry gives under `key` as a file, or under `key-data` in base64, which goes first; None for nothing.

    Raises:
        UnreachableError: there is no such file, or it is no base64.
    """
    if entry.get(f"{key}-data"):
        try:
            return Pem(key, content=b64decode(entry[f"{key}-data"]))
        except (Base64Error, TypeError, ValueError) as error:
            raise Pem(key).unusable("it is no base64") from error
    if not entry.get(key):
        return None
    pem = Pem(key, Path(str(entry[key])))
    if pem.file is None or not pem.file.is_file():
        raise pem.unusable("there is no such file")
    return pem
