"""How what large buffers took in memory is given back to the system."""

import sys
from contextlib import suppress
from typing import Final

_MMAP_THRESHOLD: Final = -3
"""`M_MMAP_THRESHOLD` of glibc's `malloc.h`."""

_LARGE: Final = 1024 * 1024
"""Bytes: pages of lists are larger, and what is kept of their objects is smaller."""


def give_back_large_buffers() -> None:
    """Have the C library give back each large buffer when it is freed; where it is not glibc, nothing is changed.

    glibc takes memory from the system for each large buffer, but only until one is freed: from then on it takes
    buffers of that size from memory it keeps (mallopt(3), "dynamic mmap threshold"). So several pages of lists stayed
    until the end of the process, where `make bench` says what that took.
    """
    if sys.platform != "linux":
        return
    # A Python that was built without libffi has no ctypes.
    with suppress(ImportError, OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)
