"""`--baseline`: the findings of an earlier report, by what they are known again."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, Protocol

import msgspec

from kubectl_porttrace.errors import UnreadableError, UsageError
from kubectl_porttrace.read.files.documents import documents
from kubectl_porttrace.read.files.json_values import JSON
from kubectl_porttrace.read.files.objects import header_of
from kubectl_porttrace.read.files.paths import shown_name

SARIF_TOOL = "kubectl-porttrace"
"""The name of this program in a document of `-o sarif`."""

SARIF_FINGERPRINT = "porttrace/v1"

_WRITES_ONE = "kubectl porttrace -o json > FILE writes one"

Severity = Literal["error", "warning", "note"]


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
        UsageError: it cannot be read, or is none of these.
    """
    name = shown_name(path)
    value = _value(path, name)
    try:
        if header_of(value) == (SARIF_FINGERPRINT, "PortTraceReport"):
            return _of_report(name, msgspec.convert(value, _Report))
        if isinstance(value, dict) and "runs" in value:
            return _of_sarif(name, msgspec.convert(value, _Sarif))
    except msgspec.ValidationError as error:
        raise UsageError(f"--baseline {name}: a report that is not complete: {error}", _WRITES_ONE) from None
    if header_of(value) == (SARIF_FINGERPRINT, "Snapshot"):
        raise UsageError(
            f"--baseline {name}: what --save wrote is no report", f"kubectl porttrace -f {name} -o json writes it"
        )
    raise UsageError(f"--baseline {name}: not a report of this program", _WRITES_ONE)


def _value(path: str, name: str) -> JSON:
    try:
        content = Path(path).read_bytes()
        found = [document.value for document in documents(name, content)]
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "it cannot be read").lower()
        raise UsageError(f"--baseline {name}: {reason}", _WRITES_ONE) from None
    except UnreadableError as error:
        raise UsageError(f"--baseline {error.message}", _WRITES_ONE) from None
    if len(found) != 1:
        raise UsageError(
            f"--baseline {name}: {'several documents' if found else 'nothing'} in it, not a report", _WRITES_ONE
        )
    return found[0]


def _of_report(name: str, report: _Report) -> Baseline:
    known = [*report.findings, *(each.finding for each in report.suppressed if each.by == "baseline")]
    return _baseline(
        name,
        ((each.fingerprint, each.severity) for each in known),
        frozenset(each.namespace for each in report.services if each.namespace),
    )


def _of_sarif(name: str, sarif: _Sarif) -> Baseline:
    if any(run.tool.driver.name != SARIF_TOOL for run in sarif.runs):
        raise UsageError(f"--baseline {name}: a report of another program", _WRITES_ONE)
    results = (result for run in sarif.runs for result in run.results)
    counted = (each for each in results if not each.suppressions or each.baseline_state == "unchanged")
    return _baseline(name, ((each.partial_fingerprints.get(SARIF_FINGERPRINT, ""), each.level) for each in counted))


def _baseline(name: str, known: Iterable[tuple[str, Severity]], namespaces: frozenset[str] = frozenset()) -> Baseline:
    severities = dict(_with_fingerprints(name, known))
    return Baseline(name, severities, namespaces)


def _with_fingerprints(name: str, known: Iterable[tuple[str, Severity]]) -> Iterator[tuple[str, Severity]]:
    for fingerprint, severity in known:
        if not fingerprint:
            raise UsageError(
                f"--baseline {name}: its findings have no fingerprints, as another version wrote it", _WRITES_ONE
            )
        yield fingerprint, severity
