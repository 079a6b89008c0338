"""A part of what is shipped."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """Something bundled. `license` is an SPDX expression or its maker's words; `texts` are the full ones."""

    kind: str
    name: str
    version: str
    license: str
    purl: str
    texts: tuple[str, ...]
