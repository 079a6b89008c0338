"""THIRD-PARTY.txt: the licences of all that is bundled."""

from collections.abc import Sequence
from textwrap import dedent

from release.part import Part

NAME = "THIRD-PARTY.txt"
_RULE = "=" * 78
_HEAD = dedent(
    """\
    kubectl-porttrace is under the Apache License 2.0, see LICENSE. This archive also
    holds the software below, each under its own licence. Where a text is one of a
    whole system package, only the part that applies to the library is meant.
    """
)


def notices(parts: Sequence[Part]) -> str:
    """A list of the parts, then the full text of each one's licences, or that it has none."""
    listed = "".join(f"  {part.name} {part.version}: {part.license}\n" for part in parts)
    return "\n".join([_HEAD, listed, *map(_section, parts)])


def _section(part: Part) -> str:
    texts = part.texts or (f"It is distributed without a text of its licence, which is {part.license}.",)
    title = f"{_RULE}\n{part.name} {part.version}\n{_RULE}\n"
    return title + "\n" + f"\n\n{_RULE[:20]}\n\n".join(text.replace("\r\n", "\n").strip() for text in texts) + "\n"
