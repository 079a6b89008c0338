"""Real manifests: nothing is called wrong that the rules call right, and what is missing is found.

The files are data of public projects and stay outside this repository; where they are absent this is skipped.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.read.files.manifests import read_files
from kubectl_porttrace.report.v1 import Finding, PortTrace, Report

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
SETS = 301
SOUND = frozenset(
    {
        "numeric_declared",
        "numeric_undeclared",
        "named_resolved",
        "selectorless",
        "external_name",
        "headless_no_ports",
    }
)

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the collected manifests (../shared/corpus) are not here")


@dataclass(frozen=True)
class Expected:
    """What a plain reading of the rules says of one Service port and one workload."""

    file: str
    service: tuple[str, str]
    row: dict[str, Any]

    @property
    def verdict(self) -> str:
        return str(self.row["verdict"])

    def __str__(self) -> str:
        return f"{self.file}: {'/'.join(self.service)} {self.row}"


@cache
def reports() -> dict[str, Report]:
    found = {}
    for path in sorted(CORPUS.glob("*/*.yaml")):
        snapshot = read_files([str(path)], recursive=False)
        found[str(path.relative_to(CORPUS))] = diagnose(snapshot)
    return found


@cache
def expectations() -> tuple[Expected, ...]:
    return tuple(_expectations())


def _expectations() -> Iterator[Expected]:
    for file in reports():
        described = json.loads((CORPUS / file).with_name(_beside(file)).read_text("utf-8"))
        for service in described:
            for row in service["rows"]:
                yield Expected(file, (service["namespace"], service["service"]), row)


def _beside(file: str) -> str:
    return f"{Path(file).name.removesuffix('.yaml')}.expected.json"


def of_service(expected: Expected) -> list[Finding]:
    findings = reports()[expected.file].findings
    return [each for each in findings if (each.subject.namespace, each.subject.name) == expected.service]


def port_of(expected: Expected) -> PortTrace:
    service = next(
        each for each in reports()[expected.file].services if (each.namespace, each.name) == expected.service
    )
    wanted = (expected.row["port"], expected.row["protocol"])
    return next(each for each in service.ports if (each.port, each.protocol) == wanted)


def test_every_set_is_read() -> None:
    assert len(reports()) == SETS


def test_no_error_on_a_service_that_is_sound() -> None:
    verdicts: dict[tuple[str, tuple[str, str]], set[str]] = {}
    for each in expectations():
        verdicts.setdefault((each.file, each.service), set()).add(each.verdict)
    alarms = [
        (file, finding.code, finding.subject.name, finding.message)
        for file, report in reports().items()
        for finding in report.findings
        if finding.severity == "error" and finding.subject.namespace is not None
        if verdicts.get((file, (finding.subject.namespace, finding.subject.name)), set()) <= SOUND
    ]
    assert alarms == []


def test_a_missing_name_is_found_on_its_port() -> None:
    missing = [each for each in expectations() if each.verdict == "named_missing"]
    assert len(missing) == 1
    for each in missing:
        codes = {code for code in port_of(each).findings if code.startswith("PTR")}
        assert codes, each
        assert {"PTR02"} & codes or {finding.severity for finding in of_service(each)} >= {"error"}, each


def test_numbers_and_containers_are_those_of_the_rules() -> None:
    resolved = [each for each in expectations() if each.row.get("number") is not None and each.row.get("workload")]
    assert len(resolved) > 1000
    wrong = []
    for each in resolved:
        backends = [backend for backend in port_of(each).backends if backend.owner == each.row["workload"]]
        numbers = {backend.port for backend in backends}
        containers = {backend.container for backend in backends if backend.container}
        expected = set(each.row.get("containers") or ())
        if numbers != {each.row["number"]} or bool(containers) != bool(expected) or not containers <= expected:
            wrong.append((str(each), numbers, containers))
    assert wrong == []


def test_no_sound_service_is_called_broken() -> None:
    sound = {(each.file, each.service) for each in expectations() if each.verdict in SOUND}
    broken = [
        (file, service.name)
        for file, report in reports().items()
        for service in report.services
        if (file, (service.namespace, service.name)) in sound and service.verdict == "broken"
    ]
    assert broken == []


@pytest.mark.parametrize("verdict", ["numeric_declared", "numeric_undeclared", "named_resolved"])
def test_a_port_that_resolves_on_all_workloads_has_no_unresolved_pod(verdict: str) -> None:
    rows: dict[tuple[str, tuple[str, str], int, str], set[str]] = {}
    for each in expectations():
        rows.setdefault((each.file, each.service, each.row.get("port", 0), each.row.get("protocol", "")), set()).add(
            each.verdict
        )
    left = [
        str(each)
        for each in expectations()
        if rows[each.file, each.service, each.row.get("port", 0), each.row.get("protocol", "")] == {verdict}
        if port_of(each).unresolved
    ]
    assert left == []
