"""Findings: what is wrong, and what to change."""

from kubectl_porttrace.report.v1.value import ReportValue
from kubectl_porttrace.report.v1.words import Certainty, Severity, Suppressor


class ObjectReference(ReportValue, frozen=True):
    """An API object."""

    kind: str
    namespace: str | None
    name: str


class Fix(ReportValue, frozen=True):
    """What to change. `command` is None where none is certain to be what was meant."""

    text: str
    command: str | None = None


class Consequence(ReportValue, frozen=True):
    """A finding that follows from the one it stands under."""

    code: str
    name: str
    message: str


class ServicePortReference(ReportValue, frozen=True):
    """A Service port."""

    namespace: str
    service: str
    port: int
    protocol: str


class Location(ReportValue, frozen=True):
    """Where something stands in the files of `-f`: `file` is `-` for standard input, `line` is counted from 1.

    `file` is relative to the folder that `GITHUB_WORKSPACE` names, else to the present one, where it is below it.
    `line` is null where only the file is known, as the template behind what Helm has rendered.
    """

    file: str
    line: int | None


class Finding(ReportValue, frozen=True):
    """One thing that is wrong: `object` is what to change, `subject` what was judged, `ports` what it concerns.

    `subjects` are all that were judged with this outcome, `subject` the first of them: one cause is told once.
    `location` is where `path` stands in the files that were read, or what of it is there; null for a cluster.
    `fingerprint` is the same in a later report on the same thing, whatever the pods are called by then.
    """

    code: str
    name: str
    severity: Severity
    certainty: Certainty
    object: ObjectReference
    subject: ObjectReference
    ports: tuple[ServicePortReference, ...]
    path: str
    message: str
    evidence: tuple[str, ...]
    fix: Fix
    subjects: tuple[ObjectReference, ...]
    consequences: tuple[Consequence, ...] = ()
    location: Location | None = None
    fingerprint: str = ""


class Suppressed(ReportValue, frozen=True):
    """A finding that does not count, and what says so: `--ignore`, the object's annotation, or `--baseline`.

    `reason` is what the annotation says of it; null where nobody gave one.
    """

    by: Suppressor
    reason: str | None
    finding: Finding
