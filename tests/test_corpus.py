"""Whole manifests: nothing is called wrong that the rules call right, and what is missing is found.

A few are in `tests/manifests`, written for this. Hundreds more are data of public projects and stay outside this
repository; where they are absent they are skipped. Beside each file stands what the rules say of it.
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

OURS = Path(__file__).parent / "manifests"
SHARED = Path(__file__).parents[2] / "shared" / "corpus"
FIGURES = {OURS: (2, 3, 7), SHARED: (301, 1, 1000)}
"""Of a folder: how many files it has, how many ports whose name is missing, and at least so many that resolve."""
WRONG: dict[Path, list[tuple[str, str]]] = {
    OURS: [],
    SHARED: [("Kong+kubernetes-ingress-controller/examples~7.yaml", "PTI02")],
}
"""What is wrong in them beside the Services: an Ingress that names port 443 of a Service whose port is 1028."""
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

ABSENT = pytest.mark.skipif(not SHARED.is_dir(), reason="the collected manifests (../shared/corpus) are not here")


@pytest.fixture(params=[pytest.param(OURS, id="ours"), pytest.param(SHARED, id="shared", marks=ABSENT)])
def corpus(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.param
    return folder


@dataclass(frozen=True)
class Expected:
    """What a plain reading of the rules says of one Service port and one workload."""

    folder: Path
    file: str
    service: tuple[str, str]
    row: dict[str, Any]

    @property
    def verdict(self) -> str:
        return str(self.row["verdict"])

    def __str__(self) -> str:
        return f"{self.file}: {'/'.join(self.service)} {self.row}"


@cache
def reports(corpus: Path) -> dict[str, Report]:
    found = {}
    for path in sorted(corpus.rglob("*.yaml")):
        snapshot = read_files([str(path)], recursive=False)
        found[str(path.relative_to(corpus))] = diagnose(snapshot)
    return found


@cache
def expectations(corpus: Path) -> tuple[Expected, ...]:
    return tuple(_expectations(corpus))


def _expectations(corpus: Path) -> Iterator[Expected]:
    for file in reports(corpus):
        described = json.loads((corpus / file).with_name(_beside(file)).read_text("utf-8"))
        for service in described:
            for row in service["rows"]:
                yield Expected(corpus, file, (service["namespace"], service["service"]), row)


def _beside(file: str) -> str:
    return f"{Path(file).name.removesuffix('.yaml')}.expected.json"


def of_service(expected: Expected) -> list[Finding]:
    findings = reports(expected.folder)[expected.file].findings
    return [each for each in findings if (each.subject.namespace, each.subject.name) == expected.service]


def port_of(expected: Expected) -> PortTrace:
    service = next(
        each
        for each in reports(expected.folder)[expected.file].services
        if (each.namespace, each.name) == expected.service
    )
    wanted = (expected.row["port"], expected.row["protocol"])
    return next(each for each in service.ports if (each.port, each.protocol) == wanted)


def test_every_set_is_read(corpus: Path) -> None:
    assert len(reports(corpus)) == FIGURES[corpus][0]


def test_no_error_on_a_service_that_is_sound(corpus: Path) -> None:
    verdicts: dict[tuple[str, tuple[str, str]], set[str]] = {}
    for each in expectations(corpus):
        verdicts.setdefault((each.file, each.service), set()).add(each.verdict)
    alarms = [
        (file, finding.code, finding.subject.name, finding.message)
        for file, report in reports(corpus).items()
        for finding in report.findings
        if finding.severity == "error" and finding.subject.namespace is not None
        if verdicts.get((file, (finding.subject.namespace, finding.subject.name)), set()) <= SOUND
    ]
    assert [(file, code) for file, code, *_ in alarms] == WRONG[corpus]


def test_a_missing_name_is_found_on_its_port(corpus: Path) -> None:
    missing = [each for each in expectations(corpus) if each.verdict == "named_missing"]
    assert len(missing) == FIGURES[corpus][1]
    for each in missing:
        codes = {code for code in port_of(each).findings if code.startswith("PTR")}
        assert codes, each
        assert {"PTR02"} & codes or {finding.severity for finding in of_service(each)} >= {"error"}, each


def test_numbers_and_containers_are_those_of_the_rules(corpus: Path) -> None:
    resolved = [
        each for each in expectations(corpus) if each.row.get("number") is not None and each.row.get("workload")
    ]
    assert len(resolved) >= FIGURES[corpus][2]
    wrong = []
    for each in resolved:
        backends = [backend for backend in port_of(each).backends if backend.owner == each.row["workload"]]
        numbers = {backend.port for backend in backends}
        containers = {backend.container for backend in backends if backend.container}
        expected = set(each.row.get("containers") or ())
        if numbers != {each.row["number"]} or bool(containers) != bool(expected) or not containers <= expected:
            wrong.append((str(each), numbers, containers))
    assert wrong == []


def test_no_sound_service_is_called_broken(corpus: Path) -> None:
    unsound = {(each.file, each.service) for each in expectations(corpus) if each.verdict not in SOUND}
    broken = [
        (file, service.name)
        for file, report in reports(corpus).items()
        for service in report.services
        if (file, (service.namespace, service.name)) not in unsound and service.verdict == "broken"
    ]
    assert broken == []


@pytest.mark.parametrize("verdict", ["numeric_declared", "numeric_undeclared", "named_resolved"])
def test_a_port_that_resolves_on_all_workloads_has_no_unresolved_pod(verdict: str, corpus: Path) -> None:
    rows: dict[tuple[str, tuple[str, str], int, str], set[str]] = {}
    for each in expectations(corpus):
        rows.setdefault((each.file, each.service, each.row.get("port", 0), each.row.get("protocol", "")), set()).add(
            each.verdict
        )
    left = [
        str(each)
        for each in expectations(corpus)
        if rows[each.file, each.service, each.row.get("port", 0), each.row.get("protocol", "")] == {verdict}
        if port_of(each).unresolved
    ]
    assert left == []
