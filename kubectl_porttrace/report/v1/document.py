"""The document as a whole: its parts, where they came from, what is missing, and counts."""

from typing import Literal

from kubectl_porttrace.report.v1.addresses import AddressTrace
from kubectl_porttrace.report.v1.comparison import Comparison
from kubectl_porttrace.report.v1.findings import Finding, Suppressed
from kubectl_porttrace.report.v1.policies import AccessTrace, PolicyTrace
from kubectl_porttrace.report.v1.probes import ProbeTrace
from kubectl_porttrace.report.v1.routes import RouteTrace
from kubectl_porttrace.report.v1.services import ServiceTrace
from kubectl_porttrace.report.v1.source import ReportSource, Scope
from kubectl_porttrace.report.v1.urls import UrlTrace
from kubectl_porttrace.report.v1.value import ReportValue
from kubectl_porttrace.report.v1.words import API_VERSION
from kubectl_porttrace.report.v1.workloads import WorkloadTrace


class NotChecked(ReportValue, frozen=True):
    """What could not be looked at, and which findings that keeps from being made."""

    resource: str
    namespace: str | None
    reason: Literal["forbidden", "not-served", "not-requested", "error"]
    message: str
    affects: tuple[str, ...]


class Summary(ReportValue, frozen=True):
    """Counts; `services` and `ports` count what was traced.

    `ignored` counts the findings that a flag or an annotation suppresses, `known` those of the baseline.
    `wired`, `partial`, `broken` and `unknown` count ports by their verdict. `external` counts Services: those of type
    ExternalName, with or without ports, since nothing routes to them.
    """

    services: int
    ports: int
    wired: int
    partial: int
    broken: int
    unknown: int
    external: int
    errors: int
    warnings: int
    notes: int
    ignored: int
    known: int = 0


class Report(ReportValue, frozen=True, kw_only=True):
    """The whole document; `probes` lists every request of `--probe`, `comparison` what `--against` found.

    `suppressed` are findings that neither count nor stand among `findings`.
    """

    api_version: Literal["porttrace/v1"] = API_VERSION
    kind: Literal["PortTraceReport"] = "PortTraceReport"
    source: ReportSource
    services: tuple[ServiceTrace, ...]
    routes: tuple[RouteTrace, ...] = ()
    workloads: tuple[WorkloadTrace, ...] = ()
    addresses: tuple[AddressTrace, ...] = ()
    urls: tuple[UrlTrace, ...] = ()
    policies: tuple[PolicyTrace, ...] = ()
    access: tuple[AccessTrace, ...] = ()
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    probes: tuple[ProbeTrace, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    summary: Summary
    scope: Scope | None = None
    comparison: Comparison | None = None
