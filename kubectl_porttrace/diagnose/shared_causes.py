"""Tell a cause once that is behind several subjects: one node, one image, one Secret behind many Services."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from kubectl_porttrace.findings import SEVERITIES, Finding, ObjectReference
from kubectl_porttrace.wording import count, some


def told_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, those of one code with one cause as one.

    It is as severe as the worst of them, concerns all their ports, and names all their subjects; evidence, fix and
    path are those of the first.
    """
    groups: dict[object, list[Finding]] = {}
    for place, finding in enumerate(findings):
        groups.setdefault((finding.code, finding.shared.key) if finding.shared else place, []).append(finding)
    return tuple(_merged(group) for group in groups.values())


def _merged(group: Sequence[Finding]) -> Finding:
    first = min(group, key=lambda finding: SEVERITIES.index(finding.severity))
    if len(group) == 1 or first.shared is None:
        return first
    subjects = tuple(dict.fromkeys(finding.subject for finding in group))
    others = tuple(subject for subject in subjects if subject != first.subject)
    names = [_title(subject, first.subject.namespace) for subject in subjects]
    shared = first.shared
    unready = f"pods of {count(len(subjects), first.subject.kind)} are not ready: {shared.message}"
    return replace(
        first,
        others=others,
        ports=frozenset().union(*(finding.ports for finding in group)),
        message=shared.message if shared.whole else unready,
        evidence=(f"{'about' if shared.whole else 'behind'} {some(names, shown=6)}", *first.evidence),
        consequences=tuple(dict.fromkeys(below for finding in group for below in finding.consequences)),
    )


def _title(subject: ObjectReference, namespace: str | None) -> str:
    return subject.name if subject.namespace == namespace else f"{subject.namespace}/{subject.name}"
