"""What a change of a verdict is."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from kubectl_porttrace.report.v1 import ChangeWord, Severity, VerdictWord

RANK: Mapping[VerdictWord, int] = MappingProxyType({"wired": 0, "partial": 1, "broken": 2})
"""The verdicts that are better and worse than one another; `unknown` and `external` are neither."""

WORST_FIRST: tuple[VerdictWord, ...] = ("broken", "partial", "unknown", "wired", "external")


def change_of(before: VerdictWord, after: VerdictWord) -> ChangeWord | None:
    """What became of a verdict; None where it is as it was, `unknown` where one of them is not known."""
    if before == after:
        return None
    if "unknown" in {before, after}:
        return "unknown"
    if before not in RANK or after not in RANK:
        return "changed"
    return "worse" if RANK[after] > RANK[before] else "better"


def severity_of(change: ChangeWord | None, after: VerdictWord) -> Severity | None:
    """How bad it is that something got worse: no backend at all is an error, some that are missing are a warning."""
    if change != "worse":
        return None
    return "error" if after == "broken" else "warning"


def worst(verdicts: Iterable[VerdictWord]) -> VerdictWord:
    """The worst of some verdicts, of which there is one."""
    return min(verdicts, key=WORST_FIRST.index)
