"""Where the facts came from."""

from typing import Literal

import msgspec


class Source(msgspec.Struct, frozen=True, dict=True):
    """Where the facts came from."""

    type: Literal["cluster", "file", "demo"]
    context: str | None = None
    server: str | None = None
    files: tuple[str, ...] = ()
