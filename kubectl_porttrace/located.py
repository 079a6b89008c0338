"""A report with the places of its findings in the files that were read."""

import os
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from kubectl_porttrace.read.files.locations import ObjectField, locations
from kubectl_porttrace.read.files.paths import ClosedFolder, File
from kubectl_porttrace.report.v1 import Finding, Location, ObjectReference, Report


def located(report: Report, files: Iterable[File | ClosedFolder], *, namespace: str) -> Report:
    """The same report; each finding with the place of its field, else of the object that was judged.

    Files are named as those find them who have the repository: relative to what `GITHUB_WORKSPACE` says, which is its
    folder in GitHub Actions, and else to the present folder.

    Args:
        report: what was found.
        files: those that were read, in their order.
        namespace: that of objects that name none.
    """
    root = os.environ.get("GITHUB_WORKSPACE") or os.curdir
    found = (*report.findings, *(each.finding for each in report.suppressed))
    fields = frozenset(field for finding in found for field in _fields(finding))
    read = (file for file in files if isinstance(file, File))
    places = locations(read, fields, namespace=namespace, root=Path(root).absolute()) if fields else {}

    def placed(finding: Finding) -> Finding:
        place = next((places[field] for field in _fields(finding) if field in places), None)
        return replace(finding, location=Location(file=place.file, line=place.line) if place else None)

    return replace(
        report,
        findings=tuple(map(placed, report.findings)),
        suppressed=tuple(replace(each, finding=placed(each.finding)) for each in report.suppressed),
    )


def _fields(finding: Finding) -> tuple[ObjectField, ObjectField]:
    return _field(finding.object, finding.path), _field(finding.subject, "")


def _field(reference: ObjectReference, path: str) -> ObjectField:
    return ObjectField(reference.kind, reference.namespace or "", reference.name, path)
