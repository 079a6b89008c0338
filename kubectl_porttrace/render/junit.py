"""`-o junit`: what was found as the results of tests, which Jenkins, GitLab and Azure show.

A suite for each namespace, in it a case for each Service port, route and workload. The format has no standard; this is
what https://github.com/testmoapp/junitxml describes, and what junitparser and the Jenkins plugin read.
"""

from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from kubectl_porttrace.render.clean import clean_report
from kubectl_porttrace.render.json import in_whole_seconds
from kubectl_porttrace.render.junit_cases import Case, cases_of
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Finding, Report

CLUSTER: Final = "(cluster)"
"""The suite of what is in no namespace."""

NAME: Final = "kubectl porttrace"


def render(report: Report, _screen: Screen) -> str:
    """The document. Cleaned text has nothing that XML 1.0 forbids, and what is not ASCII is written as a number."""
    report = clean_report(report)
    cases: dict[str, list[Case]] = {}
    for case in cases_of(report):
        cases.setdefault(case.namespace or CLUSTER, []).append(case)
    root = Element("testsuites", {"name": NAME, **_counts(case for suite in cases.values() for case in suite)})
    when = _when(report)
    for namespace in sorted(cases):
        suite = SubElement(root, "testsuite", {"name": namespace, **when, **_counts(cases[namespace])})
        for case in cases[namespace]:
            _write(suite, namespace, case)
    indent(root)
    written = tostring(root, encoding="unicode").encode("ascii", "xmlcharrefreplace").decode()
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'


def _when(report: Report) -> dict[str, str]:
    """When it was seen; manifests hold no time: then it is the first second of 1970, and is left out."""
    seen = in_whole_seconds(report).source.observed_at
    return {"timestamp": seen.strftime("%Y-%m-%dT%H:%M:%S")} if seen.timestamp() else {}


def _counts(cases: Iterable[Case]) -> dict[str, str]:
    cases = tuple(cases)
    return {
        "tests": str(len(cases)),
        "failures": str(sum(bool(case.errors) for case in cases)),
        "errors": "0",
        "skipped": str(sum(case.is_skipped for case in cases)),
        "time": "0",
    }


def _write(suite: Element, namespace: str, case: Case) -> None:
    place = next((each.location for each in case.errors if each.location), None)
    where = {"file": place.file, **({"line": str(place.line)} if place.line else {})} if place else {}
    known = {"classname": f"{namespace}.{case.subject}", "name": case.name, "time": "0"}
    element = SubElement(suite, "testcase", {**known, **where})
    if case.errors:
        first = case.errors[0]
        failure = SubElement(element, "failure", type=first.code, message=first.message)
        failure.text = "\n\n".join("\n".join(_told(each)) for each in case.errors)
    elif case.is_skipped:
        SubElement(element, "skipped", message=case.unknown)
    said = [*("\n".join(_told(each)) for each in case.others), *case.suppressed]
    if said:
        SubElement(element, "system-out").text = "\n\n".join(said)


def _told(finding: Finding) -> Iterator[str]:
    yield f"{finding.severity} {finding.code}: {finding.message}"
    yield from (f"  {fact}" for fact in finding.evidence)
    yield f"  fix: {finding.fix.text}"
    if finding.fix.command:
        yield f"    {finding.fix.command}"
    if finding.location is not None:
        line = f":{finding.location.line}" if finding.location.line else ""
        yield f"  at: {finding.location.file}{line}"
