"""Certificates and keys, which a kubeconfig names as files or holds itself."""

import tempfile
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.login.hidden_value import HiddenValue


class Pem(HiddenValue, frozen=True):
    """What stands under a key of a kubeconfig, such as `client-key`: a file, or else what one would hold."""

    key: str
    file: Path | None = None
    content: bytes = b""

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


def pem_of(key: str, path: str, written: str) -> Pem | None:
    """What a kubeconfig gives under `key` as a file, or under `key-data` in base64, which goes first; None for nothing.

    Args:
        key: the key, such as `client-key`.
        path: the file, empty where there is none.
        written: what stands there itself, in base64; empty where there is none.

    Raises:
        UnreachableError: there is no such file, or it is no base64.
    """
    if written:
        try:
            # Line breaks do not count (Go's `base64.StdEncoding`), any other letter is a mistake.
            return Pem(key, content=b64decode("".join(written.split()), validate=True))
        except (Base64Error, ValueError):
            raise Pem(key).unusable("it is not base64") from None
    if not path:
        return None
    pem = Pem(key, Path(path))
    try:
        there = pem.file is not None and pem.file.is_file()
    except OSError as error:
        raise pem.unusable((error.strerror or "it cannot be read").lower()) from None
    if not there:
        raise pem.unusable("there is no such file")
    return pem
