"""Findings on objects that something else writes: the change has to be made there, or it does not last."""

from typing import Final

from msgspec.structs import replace

from kubectl_porttrace.findings import Finding, Fix, ObjectReference
from kubectl_porttrace.model.generators import generator_of
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import Workload

_CHANGE: Final = ("kubectl patch ", "kubectl label ", "kubectl annotate ", "kubectl set ", "kubectl scale ")


def told_who_writes(snapshot: Snapshot, finding: Finding) -> Finding | None:
    """A finding with who writes the object that is to be changed, and without a command that would be undone.

    Returns:
        The finding as it is where nothing else writes the object; None for a note on the form of a Service that a
        person did not write.
    """
    object_ = _object(snapshot, finding.object)
    who = generator_of(object_, finding.path) if object_ is not None else None
    if who is None or not finding.path.startswith(("spec", "metadata")):
        return finding
    if finding.severity == "note" and finding.code.startswith("PTS"):
        return None
    return replace(
        finding,
        evidence=(*finding.evidence, f"{who} writes {finding.object.kind} {finding.object.name}"),
        fix=_made_there(finding.fix, who),
    )


def _made_there(fix: Fix, who: str) -> Fix:
    undone = fix.command is not None and fix.command.startswith(_CHANGE)
    text = f"{fix.text.rstrip(':')}; change it in {who}, which undoes changes made here"
    return Fix(text=text if fix.command is None or undone else f"{text}:", command=None if undone else fix.command)


def _object(snapshot: Snapshot, reference: ObjectReference) -> Service | Workload | None:
    namespace = reference.namespace or ""
    if reference.kind == "Service":
        return snapshot.service(namespace, reference.name)
    return snapshot.workload(reference.kind, namespace, reference.name)
