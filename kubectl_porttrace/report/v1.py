"""The values of `porttrace/v1`, which scripts rely on: fields may be added, never renamed or removed.

These types are the contract and nothing else, so they import nothing of the package, not even its words for a
severity: whoever renames something inside changes the modules beside this one, and scripts do not notice.
"""

from datetime import datetime
from typing import Literal

import msgspec

API_VERSION: Literal["porttrace/v1"] = "porttrace/v1"

Severity = Literal["error", "warning", "note"]
Certainty = Literal["certain", "kube-proxy", "cni", "contract", "likely"]
VerdictWord = Literal["wired", "partial", "broken", "unknown", "external"]
ContainerKind = Literal["container", "sidecar"]
NetworkPolicyWord = Literal["allowed", "blocked", "unknown", "none"]
ListeningWord = Literal["yes", "loopback", "no", "unreachable", "unknown"]
ListeningSource = Literal["readiness", "proxy", "forward", "proc"]
ProbeKind = Literal["readiness", "liveness", "startup"]
RouteRole = Literal["traffic", "mirror", "control-plane", "scrape"]
PortMeaning = Literal["port", "portName", "targetPort", "pattern", "all", "default"]


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


class ServicePortReference(ReportValue, frozen=True):
    """A Service port."""

    namespace: str
    service: str
    port: int
    protocol: str


class Finding(ReportValue, frozen=True):
    """One thing that is wrong: `object` is what to change, `subject` what was judged, `ports` what it concerns.

    `subjects` are all that were judged with this outcome, `subject` the first of them: one cause is told once.
    """

    code: str
    name: str
    severity: Severity
    certainty: Certainty
    object: ObjectReference
    subject: ObjectReference
    ports: tuple[ServicePortReference, ...]
    path: str
    message: str
    evidence: tuple[str, ...]
    fix: Fix
    subjects: tuple[ObjectReference, ...]
    consequences: tuple[Consequence, ...] = ()


class BackendTrace(ReportValue, frozen=True):
    """One address behind a Service port; `ip` is null for a template whose pods do not exist yet.

    `listening_by` is what shows whether a program listens there.
    """

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
    container_kind: ContainerKind | None
    container_port_name: str | None
    declared: bool
    network_policy: NetworkPolicyWord
    listening: ListeningWord = "unknown"
    listening_by: ListeningSource | None = None
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


class RouteParent(ReportValue, frozen=True):
    """What a route of the Gateway API is attached to, or asks to be."""

    kind: str
    namespace: str | None
    name: str
    section_name: str | None
    attached: bool | None
    reason: str | None


class RouteService(ReportValue, frozen=True):
    """The Service a route names; `exists` is null where that could not be read."""

    namespace: str
    name: str
    exists: bool | None


class RouteBackend(ReportValue, frozen=True):
    """One place in an object that names a Service port; `service_port` is the number it resolves to."""

    path: str
    hosts: tuple[str, ...]
    match: str | None
    match_type: str | None
    weight: int | None
    service: RouteService
    port: int | str | None
    port_means: PortMeaning
    service_port: int | None
    verdict: VerdictWord
    findings: tuple[str, ...]


class RouteTrace(ReportValue, frozen=True):
    """An object that names Service ports: an Ingress, a route of the Gateway API, a webhook, a monitor."""

    api_version: str
    kind: str
    namespace: str | None
    name: str
    role: RouteRole
    consumer: str | None
    parents: tuple[RouteParent, ...]
    verdict: VerdictWord
    backends: tuple[RouteBackend, ...]
    findings: tuple[str, ...]


class Reach(ReportValue, frozen=True):
    """A Service port that ends at a port of a workload.

    `verdict` is that of the Service port, but broken where none of the workload's pods gets traffic of it.
    """

    service: str
    port: int
    protocol: str
    node_port: int | None
    verdict: VerdictWord


class WorkloadPort(ReportValue, frozen=True):
    """A port of a workload's pods: declared by a container, or reached by its number alone."""

    container: str | None
    container_kind: ContainerKind | None
    name: str
    number: int
    protocol: str
    host_port: int | None
    declared: bool
    reached_by: tuple[Reach, ...]
    probes: tuple[ProbeKind, ...]


class PodOutside(ReportValue, frozen=True):
    """A pod that is in none of the EndpointSlices of a Service that reaches others of its workload, or it; and why."""

    pod: str
    service: str
    reason: str


class Rollout(ReportValue, frozen=True):
    """The Services that pods made from the workload's present template enter, or no longer belong to."""

    enters: tuple[str, ...]
    leaves: tuple[str, ...]


class WorkloadTrace(ReportValue, frozen=True):
    """A pod, or the pods of a workload; `pods` is null where they could not be read, `rollout` where none is known.

    `services` are those that select one of its pods or hold one in their slices: the report has them in full.
    `foreseen` says that it is from manifests, and that nothing of it runs.
    """

    kind: str
    namespace: str
    name: str
    pods: PodCount | None
    foreseen: bool
    ports: tuple[WorkloadPort, ...]
    services: tuple[str, ...]
    outside: tuple[PodOutside, ...]
    rollout: Rollout | None
    findings: tuple[str, ...]


class PolicyTrace(ReportValue, frozen=True):
    """A NetworkPolicy that selects pods of the report."""

    namespace: str
    name: str
    pods: tuple[str, ...]
    findings: tuple[str, ...]


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
    routes: tuple[RouteTrace, ...] = ()
    workloads: tuple[WorkloadTrace, ...] = ()
    policies: tuple[PolicyTrace, ...] = ()
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    summary: Summary
