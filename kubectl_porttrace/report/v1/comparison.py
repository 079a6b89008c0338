"""What differs between two reports: what `--against` adds to the second of them."""

from kubectl_porttrace.report.v1.findings import ObjectReference, ServicePortReference
from kubectl_porttrace.report.v1.source import ReportSource
from kubectl_porttrace.report.v1.value import ReportValue
from kubectl_porttrace.report.v1.words import ChangeWord, FindingChange, Severity, VerdictWord


class FieldDifference(ReportValue, frozen=True):
    """A number or another value that differs; `before` and `after` are written as the screens write them."""

    field: str
    before: str
    after: str


class Difference(ReportValue, frozen=True):
    """What became of a Service, of a port or an entrance of one, of a route, or of a place in one.

    `part` is which part of the object it is, empty for the whole. `port` is the Service port as it is now, or was.
    `before` and `after` are null where there was, or is, none. `severity` says how bad it is that it got worse, and is
    null for all other changes. `findings` are the codes found there now, or before where it is no more. `reason` says
    why `unknown` cannot be compared.
    """

    change: ChangeWord
    object: ObjectReference
    part: str
    port: ServicePortReference | None
    before: VerdictWord | None
    after: VerdictWord | None
    severity: Severity | None
    fields: tuple[FieldDifference, ...]
    findings: tuple[str, ...]
    reason: str | None


class FindingDifference(ReportValue, frozen=True):
    """A finding that only one of the reports has, or that has another severity now; `subjects` are those concerned."""

    change: FindingChange
    code: str
    name: str
    severity: Severity
    subjects: tuple[ObjectReference, ...]
    ports: tuple[ServicePortReference, ...]
    message: str


class SameCount(ReportValue, frozen=True):
    """How many Services and routes are as they were."""

    services: int
    routes: int


class Comparison(ReportValue, frozen=True):
    """This report compared with an earlier one, or with that of another cluster.

    `name` is what it was asked for by, a file or a context, and `against` the source of the other report.
    `not_compared` says in sentences what was asked about, or could be read, on one side alone.
    """

    name: str
    against: ReportSource
    differences: tuple[Difference, ...]
    findings: tuple[FindingDifference, ...]
    same: SameCount
    not_compared: tuple[str, ...]
