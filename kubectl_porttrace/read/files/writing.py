"""Write a file in one piece or not at all, and never make it readable to more people than before."""

import os
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE

_ANYBODY_WRITES = 0o222


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file, or make a new one; one that exists keeps its mode.

    Links are followed: what they lead to is replaced, and they stay.

    Raises:
        OSError: it cannot be written, or may not: a file that nobody may write is left as it is, even for root.
    """
    try:
        target = path.resolve()
    except RuntimeError:  # what Python before 3.13 says of links that lead in a circle
        raise OSError(40, "too many levels of symbolic links") from None
    mode = S_IMODE(target.stat().st_mode) if target.exists() else None
    if mode is not None and (not mode & _ANYBODY_WRITES or not os.access(target, os.W_OK)):
        raise PermissionError(13, "it is read-only")
    partial = target.with_name(f".porttrace-{os.getpid()}.part")
    try:
        # Only for the user until it has the mode it is to have.
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        partial.chmod(_of_new_files() if mode is None else mode)
        partial.replace(target)
    except OSError:
        with suppress(OSError):
            partial.unlink()
        raise


def _of_new_files() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask
