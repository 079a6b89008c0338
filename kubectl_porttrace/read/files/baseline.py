"""`--baseline`: the findings of an earlier report, by what they are known again."""

from collections.abc import Iterable
from typing import Any, Literal, Protocol

import msgspec

from kubectl_porttrace.errors import UnreadableError
from kubectl_porttrace.read.files.earlier import Earlier, earlier
from kubectl_porttrace.read.files.paths import shown_name

SARIF_TOOL = "kubectl-porttrace"
"""The name of this program in a document of `-o sarif`."""

SARIF_FINGERPRINT = "porttrace/v1"

_WRITES_ONE = "kubectl porttrace -o json > FILE writes one"

Severity = Literal["error", "warning", "note"]

KnownFindings = tuple[tuple[tuple[str, Severity], ...], frozenset[str]]
"""Each finding by its fingerprint with how grave it was, and the namespaces that were looked at."""


class InNamespace(Protocol):
    """A Service of a report."""

    @property
    def namespace(self) -> str:
        """Its namespace."""


class Baseline(msgspec.Struct, frozen=True):
    """The findings that are known.

    Attributes:
        path: the file.
        severities: how grave each one was, by its fingerprint.
        namespaces: those that the report was about; empty where it does not say.
    """

    path: str
    severities: dict[str, Severity]
    namespaces: frozenset[str] = frozenset()

    def is_about_others(self, services: Iterable[InNamespace]) -> bool:
        """Whether it is about none of the namespaces in which a report has Services."""
        there = frozenset(service.namespace for service in services)
        return bool(there) and bool(self.namespaces) and not there & self.namespaces

    @property
    def other_namespaces(self) -> str:
        """What to say then."""
        return f"the baseline {self.path} is about other namespaces: {', '.join(sorted(self.namespaces))}"


class _Object(msgspec.Struct):
    namespace: str | None = None


class _Finding(msgspec.Struct):
    severity: Severity
    fingerprint: str = ""


class _Suppressed(msgspec.Struct):
    by: str
    finding: _Finding


class _Report(msgspec.Struct):
    services: list[_Object]
    findings: list[_Finding]
    suppressed: list[_Suppressed] = msgspec.field(default_factory=list)


class _Driver(msgspec.Struct):
    name: str


class _Tool(msgspec.Struct):
    driver: _Driver


class _Result(msgspec.Struct, rename="camel"):
    level: Severity = "warning"
    partial_fingerprints: dict[str, str] = msgspec.field(default_factory=dict)
    baseline_state: str = "new"
    suppressions: list[Any] = msgspec.field(default_factory=list)


class _Run(msgspec.Struct):
    tool: _Tool
    results: list[_Result]


class _Sarif(msgspec.Struct):
    runs: list[_Run]


def read_baseline(path: str) -> Baseline:
    """Read a report of `-o json` or `-o yaml`, or what `-o sarif` wrote.

    What was suppressed in it counts only where a baseline did: who takes away an `--ignore` wants to see it.

    Raises:
        UnreadableError: it cannot be read, or is none of these.
    """
    found = earlier("--baseline", path, _WRITES_ONE)
    if found.written == "snapshot":
        name = shown_name(path)
        raise UnreadableError(
            f"{found.title}: what --save wrote is no report", f"kubectl porttrace -f {name} -o json writes it"
        )
    known, namespaces = _of_sarif(found) if found.written == "sarif" else _of_report(found.decoded(_Report))
    if any(not fingerprint for fingerprint, _ in known):
        raise UnreadableError(
            f"{found.title}: its findings have no fingerprints, as another version wrote it", _WRITES_ONE
        )
    return Baseline(shown_name(path), dict(known), namespaces)


def _of_report(report: _Report) -> KnownFindings:
    known = [*report.findings, *(each.finding for each in report.suppressed if each.by == "baseline")]
    namespaces = frozenset(each.namespace for each in report.services if each.namespace)
    return tuple((each.fingerprint, each.severity) for each in known), namespaces


def _of_sarif(found: Earlier) -> KnownFindings:
    sarif = found.decoded(_Sarif)
    if any(run.tool.driver.name != SARIF_TOOL for run in sarif.runs):
        raise UnreadableError(f"{found.title}: a report of another program", _WRITES_ONE)
    results = (result for run in sarif.runs for result in run.results)
    counted = (each for each in results if not each.suppressions or each.baseline_state == "unchanged")
    return tuple((each.partial_fingerprints.get(SARIF_FINGERPRINT, ""), each.level) for each in counted), frozenset()
