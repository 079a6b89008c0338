"""All cases of a module in one namespace: set up together, waited for together, traced by one call."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from io import StringIO
from ipaddress import ip_address
from subprocess import CompletedProcess

from kubectl_porttrace.cli import run_command
from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.plugin import Porttrace
from tests.end_to_end.case import Case, Outcome, slice_lines, traffic_lines
from tests.end_to_end.own_node import nodes_stay

_SERVICE_NAME = "kubernetes.io/service-name"


@dataclass(frozen=True)
class Seen:
    """What the controllers made of the cases, and the report of the command on their namespace."""

    namespace: Namespace
    porttrace: Porttrace
    slices: dict[str, tuple[str, ...]]
    addresses: dict[str, tuple[str, ...]]
    report: Manifest

    def outcome(self, case: Case) -> Outcome:
        """Return what was seen of a case among all Services of the namespace."""
        return self._outcome(case, self.report)

    def alone(self, case: Case) -> Outcome:
        """Return what is seen of a case where only its Service is asked for, so that less is read.

        In this process, for speed. AssertionError where the exit code does not fit the findings.
        """
        kubeconfig = str(self.porttrace.cluster.kubeconfig())
        with nodes_stay(), redirect_stdout(StringIO()) as stdout:
            code = run_command([case.name, "-n", self.namespace.name, "--kubeconfig", kubeconfig, "-o", "json"])
        # Not its stderr: threads of other tests write there too.
        return self._outcome(case, read_report(CompletedProcess(case.name, code, stdout.getvalue()), case.exit_code))

    def service(self, case: Case) -> Manifest:
        """Return the report's ServiceTrace of a case."""
        return _service(self.report, case.name)

    def _outcome(self, case: Case, report: Manifest) -> Outcome:
        codes = {severity: _codes(report, case.name, severity) for severity in ("error", "warning", "note")}
        return Outcome(
            slices=self.slices.get(case.name, ()),
            traffic=traffic_lines(_service(report, case.name), self.addresses),
            errors=codes["error"],
            warnings=codes["warning"],
            notes=tuple(code for code in case.outcome.notes if code in codes["note"]),
        )


def read_report(result: CompletedProcess[str], exit_code: int) -> Manifest:
    """Return the report that a run with `-o json` printed. AssertionError unless it ended so, and said no more."""
    if result.returncode != exit_code or result.stderr:
        raise AssertionError(f"exit code {result.returncode}, not {exit_code}: {result.stderr or result.stdout}")
    return dict(json.loads(result.stdout))


def above_notes(report: Manifest) -> list[tuple[str, str]]:
    """Return code and severity of the report's errors and warnings, in its order."""
    return [(each["code"], each["severity"]) for each in report["findings"] if each["severity"] != "note"]


def settle(namespace: Namespace, cases: Sequence[Case]) -> dict[str, tuple[str, ...]]:
    """Return each Service's slices once all are as expected; after the timeout as they are, for each test to judge."""
    wanted = {case.name: case.outcome.slices for case in cases}
    found: dict[str, tuple[str, ...]] = {}

    def settled() -> bool:
        found.clear()
        found.update(_lines_by_service(namespace))
        return all(found.get(name, ()) == slices for name, slices in wanted.items())

    with suppress(AssertionError):
        namespace.wait_for(settled, "the slices of all cases")
    return found


def pod_addresses(namespace: Namespace) -> dict[str, tuple[str, ...]]:
    """Return the addresses of every pod."""
    pods = namespace.objects("Pod")
    # A node may spell them in its own way: endpoints have them as the library prints them.
    listed = {pod["metadata"]["name"]: pod["status"].get("podIPs", ()) for pod in pods}
    return {name: tuple(str(ip_address(each["ip"])) for each in ips) for name, ips in listed.items()}


def _service(report: Manifest, name: str) -> Manifest:
    (found,) = [each for each in report["services"] if each["name"] == name]
    return dict(found)


def _codes(report: Manifest, name: str, severity: str) -> tuple[str, ...]:
    """Return the codes of the root findings on a Service, sorted; one per finding."""
    ours = [each for each in report["findings"] if each["subject"]["name"] == name]
    return tuple(sorted(each["code"] for each in ours if each["severity"] == severity))


def _lines_by_service(namespace: Namespace) -> dict[str, tuple[str, ...]]:
    by_service: dict[str, list[Manifest]] = {}
    for slice_ in namespace.objects("EndpointSlice"):
        by_service.setdefault(slice_["metadata"]["labels"].get(_SERVICE_NAME, ""), []).append(slice_)
    return {name: slice_lines(slices, name) for name, slices in by_service.items()}
