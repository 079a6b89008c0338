"""Tell a denial once: what is wrong with a policy itself goes under the finding that shows what it closes."""

from collections.abc import Iterable

from msgspec.structs import replace

from kubectl_porttrace.findings import Finding

DENIAL = "PTN01"
CLOSING = frozenset({"PTN06", "PTN07"})
"""What makes a policy isolate its pods by mistake."""


def under_denials(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The same findings, those on a policy as a consequence of the first that says it closes a port of a Service."""
    findings = tuple(findings)
    closing = {each.subject: each for each in findings if each.code in CLOSING}
    folded: dict[int, Finding] = {}
    for place, each in enumerate(findings):
        if each.code == DENIAL and each.object in closing:
            folded[place] = closing.pop(each.object)
    hidden = {id(each) for each in folded.values()}
    return tuple(_with(each, folded.get(place)) for place, each in enumerate(findings) if id(each) not in hidden)


def _with(finding: Finding, below: Finding | None) -> Finding:
    return replace(finding, consequences=(*finding.consequences, below)) if below else finding
