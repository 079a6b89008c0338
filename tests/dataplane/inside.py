"""Act inside a network namespace: sockets that are opened there stay there."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

# <sched.h>
_CLONE_NEWNET = 0x40000000
_libc = ctypes.CDLL(None, use_errno=True)


@contextmanager
def inside(namespace: Path) -> Iterator[None]:
    """Move the calling thread, and no other, into a namespace of /run/netns for a while."""
    home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    try:
        target = os.open(namespace, os.O_RDONLY)
        try:
            _enter(target)
        finally:
            os.close(target)
        try:
            yield
        finally:
            _enter(home)
    finally:
        os.close(home)


def set_sysctls(namespace: Path, settings: Mapping[str, str]) -> None:
    """Write settings such as net/ipv4/ip_forward; a kernel that has not one of them works without it."""
    with inside(namespace):
        for name, value in settings.items():
            with suppress(FileNotFoundError, PermissionError):
                Path("/proc/sys", name).write_text(value, "ascii")


def _enter(descriptor: int) -> None:
    if _libc.setns(descriptor, _CLONE_NEWNET) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
