"""Findings: what is wrong, and what to change."""

from kubectl_porttrace.report.v1.value import ReportValue
from kubectl_porttrace.report.v1.words import Certainty, Severity


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


class Finding(ReportValue, frozen=True):
    """One thing that is wrong: `object` is what to change, `subject` what was judged, `ports` what it concerns.

    `subjects` are all that were judged with this outcome, `subject` the first of them: one cause is told once.
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
