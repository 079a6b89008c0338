"""`-o sarif`: what was found, as SARIF 2.1.0, which code scanning of GitHub, GitLab, Azure and editors read.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; what GitHub takes of it is in its
documentation, "SARIF support for code scanning": a location for each result, with a path that is relative and stays.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import msgspec

from kubectl_porttrace import __version__
from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.checks.check import Check
from kubectl_porttrace.findings import CERTAINTY_IN_WORDS
from kubectl_porttrace.render.clean import clean_report
from kubectl_porttrace.render.json import all_seen
from kubectl_porttrace.render.object_name import where_and_name
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Finding, NotChecked, ObjectReference, Report, Suppressed, Suppressor

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HOME = "https://github.com/kubectl-porttrace/kubectl-porttrace"
TOOL = "kubectl-porttrace"
FINGERPRINT = "porttrace/v1"

_JUSTIFICATIONS: Mapping[Suppressor, str] = MappingProxyType(
    {
        "flag": "left out by --ignore",
        "annotation": "left out by the object's annotation porttrace/ignore",
        "baseline": "known: the report of --baseline has it",
    }
)

_NO_FILE = "What stands in no file has NAMESPACE/KIND/NAME.yaml in its place, and a line that means nothing."

JsonObject = dict[str, Any]


def render(report: Report, _screen: Screen) -> str:
    """The document, indented by two blanks; every finding is in it, and what could not be checked."""
    cleaned = clean_report(report)
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(cleaned)]}
    return all_seen(msgspec.json.format(msgspec.json.encode(document), indent=2).decode()) + "\n"


def _run(report: Report) -> JsonObject:
    found: list[Finding | Suppressed] = [*report.findings, *report.suppressed]
    codes = sorted({_finding(each).code for each in found})
    places = {code: place for place, code in enumerate(codes)}
    compared = any(each.by == "baseline" for each in report.suppressed)
    return {
        "tool": {"driver": _driver(codes)},
        "invocations": [_invocation(report)],
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, places, compared=compared) for each in found],
    }


def _driver(codes: Iterable[str]) -> JsonObject:
    checks = all_checks()
    return {
        "name": TOOL,
        "semanticVersion": __version__,
        "informationUri": HOME,
        "rules": [_rule(checks[code]) for code in codes],
    }


def _rule(check: Check) -> JsonObject:
    first = " ".join(check.documentation.partition("\n\n")[0].split())
    return {
        "id": check.code,
        "name": check.name,
        "shortDescription": {"text": first},
        "fullDescription": {"text": first},
        "help": {"text": check.documentation, "markdown": check.documentation},
        "helpUri": f"{HOME}/blob/main/docs/codes/{check.code}.md",
        "defaultConfiguration": {"level": check.severity},
        "properties": {"certainty": check.certainty},
    }


def _invocation(report: Report) -> JsonObject:
    """What kept something from being looked at, and what the paths mean of what is in no file."""
    told = [_notification(each) for each in report.not_checked]
    invocation: JsonObject = {"executionSuccessful": True, "toolExecutionNotifications": told}
    if any(each.location is None for each in report.findings):
        invocation["toolConfigurationNotifications"] = [{"level": "note", "message": {"text": _NO_FILE}}]
    return invocation


def _notification(entry: NotChecked) -> JsonObject:
    where = f" in {entry.namespace}" if entry.namespace else ""
    affected = f"; {', '.join(entry.affects)}" if entry.affects else ""
    return {
        "descriptor": {"id": "not-checked"},
        "level": "warning" if entry.reason in {"forbidden", "error"} else "note",
        "message": {"text": f"not checked: {entry.resource}{where} ({entry.reason}): {entry.message}{affected}"},
    }


def _result(found: Finding | Suppressed, places: Mapping[str, int], *, compared: bool) -> JsonObject:
    finding = _finding(found)
    result: JsonObject = {
        "ruleId": finding.code,
        "ruleIndex": places[finding.code],
        "level": finding.severity,
        "message": {"text": "\n".join(_told(finding))},
        "locations": [_location(finding)],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": {
            "certainty": finding.certainty,
            "fix": finding.fix.text,
            **({"command": finding.fix.command} if finding.fix.command else {}),
        },
    }
    if len(finding.subjects) > 1:
        subjects = [_logical(each, "") for each in finding.subjects]
        result["relatedLocations"] = [{"logicalLocations": [each]} for each in subjects]
    if isinstance(found, Suppressed):
        justification = _JUSTIFICATIONS[found.by] + (f": {found.reason}" if found.reason else "")
        result["suppressions"] = [{"kind": "external", "justification": justification}]
    if compared:
        known = isinstance(found, Suppressed) and found.by == "baseline"
        result["baselineState"] = "unchanged" if known else "new"
    return result


def _finding(found: Finding | Suppressed) -> Finding:
    return found.finding if isinstance(found, Suppressed) else found


def _told(finding: Finding) -> Iterator[str]:
    """The message first, alone in its line: viewers show no more of it in a list."""
    yield f"{where_and_name(finding.subject)}: {finding.message}"
    yield from finding.evidence
    yield f"fix: {finding.fix.text}"
    yield from (f"follows: {below.code} {below.message}" for below in finding.consequences)
    yield CERTAINTY_IN_WORDS[finding.certainty]


def _location(finding: Finding) -> JsonObject:
    """A place has to have a file and a line for GitHub to take it; a line that is not known is the first."""
    place = finding.location
    if place is None:
        about = finding.object
        uri, line = "/".join(filter(None, (about.namespace, about.kind, f"{about.name}.yaml"))), 1
    else:
        uri, line = "stdin" if place.file == "-" else place.file, place.line or 1
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _reference(uri)},
            "region": {"startLine": line},
        },
        "logicalLocations": [_logical(finding.object, finding.path)],
    }


def _reference(path: str) -> str:
    """A path as a reference of RFC 3986: relative, or that of a file; in the first part no colon, which is a scheme."""
    escaped = quote(path, safe="/")
    return f"file://{escaped}" if path.startswith("/") else escaped


def _logical(about: ObjectReference, path: str) -> JsonObject:
    name = "/".join(filter(None, (about.namespace, about.kind, about.name)))
    return {"fullyQualifiedName": f"{name}#{path}" if path else name, "name": about.name, "kind": "resource"}
