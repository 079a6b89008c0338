"""The values of `porttrace/v1`, which scripts rely on. Fields may be added, never renamed or removed."""

from datetime import datetime
from typing import Literal

import msgspec

from kubectl_porttrace.findings import Certainty, Severity
from kubectl_porttrace.trace.verdict import VerdictWord

API_VERSION: Literal["porttrace/v1"] = "porttrace/v1"

NetworkPolicyWord = Literal["allowed", "blocked", "unknown", "none"]


class ReportValue(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A part of the report."""


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


class Finding(ReportValue, frozen=True):
    """One thing that is wrong, with its evidence and its fix."""

    code: str
    name: str
    severity: Severity
    certainty: Certainty
    object: ObjectReference
    path: str
    message: str
    evidence: tuple[str, ...]
    fix: Fix
    service: ObjectReference
    consequences: tuple[Consequence, ...] = ()


class BackendTrace(ReportValue, frozen=True):
    """One address behind a Service port; `ip` is null for a template whose pods do not exist yet."""

    ip: str | None
    port: int
    ready: bool
    serving: bool
    terminating: bool
    usable: bool
    node: str | None
    zone: str | None
    endpoint_slice: str | None
    pod: str | None
    owner: str | None
    container: str | None
    container_kind: Literal["container", "sidecar"] | None
    container_port_name: str | None
    declared: bool
    network_policy: NetworkPolicyWord
    replica_set: str | None = None
    revision: int | None = None


class UnresolvedPod(ReportValue, frozen=True):
    """A pod on which the port's name is not found, and the finding that says why."""

    pod: str
    owner: str
    finding: str | None
    replica_set: str | None = None
    revision: int | None = None


class PortTrace(ReportValue, frozen=True):
    """One Service port, followed to its containers."""

    name: str
    protocol: str
    port: int
    node_port: int | None
    target_port: int | str
    app_protocol: str | None
    verdict: VerdictWord
    backends: tuple[BackendTrace, ...]
    unresolved: tuple[UnresolvedPod, ...]
    findings: tuple[str, ...]


class PodCount(ReportValue, frozen=True):
    """The pods a selector matches, and how many of them are published as ready.

    `ended` counts those of the matched that have ended and are never endpoints again, by how they did: `Completed`,
    `Evicted`. The rest of the matched may serve.
    """

    matched: int
    ready: int
    ended: dict[str, int] = {}

    @property
    def living(self) -> int:
        """The matched pods that have not ended."""
        return self.matched - sum(self.ended.values())


class Entrance(ReportValue, frozen=True):
    """One way in."""

    kind: str
    object: ObjectReference | None
    address: str | None
    host: str | None
    path: str | None
    port: int | None
    protocol: str | None
    service_port: int | str | None
    verdict: VerdictWord
    findings: tuple[str, ...]


class ServiceTrace(ReportValue, frozen=True):
    """One Service; `foreseen` says that it is from manifests, what would become of it, and that nothing of it runs."""

    namespace: str
    name: str
    type: str
    headless: bool
    cluster_ips: tuple[str, ...] = msgspec.field(name="clusterIPs")
    ip_families: tuple[str, ...]
    external_name: str | None
    selector: dict[str, str] | None
    internal_traffic_policy: str | None
    external_traffic_policy: str | None
    pods: PodCount | None
    foreseen: bool
    verdict: VerdictWord
    ports: tuple[PortTrace, ...]
    entrances: tuple[Entrance, ...]
    converging: bool = False


class NotChecked(ReportValue, frozen=True):
    """What could not be looked at, and which findings that keeps from being made."""

    resource: str
    namespace: str | None
    reason: Literal["forbidden", "not-served", "not-requested", "error"]
    message: str
    affects: tuple[str, ...]


class ReportSource(ReportValue, frozen=True):
    """Where the facts came from."""

    type: Literal["cluster", "file", "demo"]
    context: str | None
    server: str | None
    files: tuple[str, ...]
    observed_at: datetime


class Summary(ReportValue, frozen=True):
    """Counts; `services` and `ports` count what was traced, `ignored` the findings that were suppressed.

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


class Report(ReportValue, frozen=True, kw_only=True):
    """The whole document."""

    api_version: Literal["porttrace/v1"] = API_VERSION
    kind: Literal["PortTraceReport"] = "PortTraceReport"
    source: ReportSource
    services: tuple[ServiceTrace, ...]
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    summary: Summary
