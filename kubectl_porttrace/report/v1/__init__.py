"""The values of `porttrace/v1`, which scripts rely on: fields may be added, never renamed or removed.

These types are the contract and nothing else, so they import nothing of the package, not even its words for a
severity: whoever renames something inside changes the modules beside this one, and scripts do not notice.
"""

from kubectl_porttrace.report.v1.addresses import (
    AddressOwner,
    AddressPort,
    AddressTrace,
    DnsAnswer,
    DnsRecords,
    NoDnsRecords,
    OtherPort,
)
from kubectl_porttrace.report.v1.comparison import (
    Comparison,
    Difference,
    FieldDifference,
    FindingDifference,
    SameCount,
)
from kubectl_porttrace.report.v1.contexts import ContextReport, ContextReports
from kubectl_porttrace.report.v1.document import NotChecked, Report, Summary
from kubectl_porttrace.report.v1.findings import (
    Consequence,
    Finding,
    Fix,
    Location,
    ObjectReference,
    ServicePortReference,
    Suppressed,
)
from kubectl_porttrace.report.v1.pods import PodCount, PodOutside, UnresolvedPod
from kubectl_porttrace.report.v1.policies import AccessTrace, PolicyTrace, PortAccess
from kubectl_porttrace.report.v1.probes import ProbeTrace
from kubectl_porttrace.report.v1.routes import RouteBackend, RouteParent, RouteService, RouteTrace
from kubectl_porttrace.report.v1.services import (
    BackendTrace,
    Entrance,
    IstioProtocol,
    PortTrace,
    ServiceTrace,
)
from kubectl_porttrace.report.v1.source import ReportSource, Scope
from kubectl_porttrace.report.v1.urls import UrlBackend, UrlMatch, UrlTrace
from kubectl_porttrace.report.v1.uses import PortUse
from kubectl_porttrace.report.v1.value import ReportValue
from kubectl_porttrace.report.v1.words import (
    API_VERSION,
    AddressWay,
    Certainty,
    ChangeWord,
    ContainerKind,
    DnsType,
    FindingChange,
    ListeningHint,
    ListeningSource,
    ListeningWord,
    NetworkPolicyWord,
    PortChange,
    PortMeaning,
    PortRole,
    ProbeKind,
    ProbeMethod,
    ProbeOutcome,
    RouteRole,
    Severity,
    Suppressor,
    UseWord,
    VerdictWord,
)
from kubectl_porttrace.report.v1.workloads import Reach, Rollout, WorkloadPort, WorkloadTrace

Trace = ServiceTrace | WorkloadTrace | RouteTrace | PolicyTrace | AccessTrace | AddressTrace | UrlTrace
"""What a report has of a subject."""

__all__ = [
    "API_VERSION",
    "AccessTrace",
    "AddressOwner",
    "AddressPort",
    "AddressTrace",
    "AddressWay",
    "BackendTrace",
    "Certainty",
    "ChangeWord",
    "Comparison",
    "Consequence",
    "ContainerKind",
    "ContextReport",
    "ContextReports",
    "Difference",
    "DnsAnswer",
    "DnsRecords",
    "DnsType",
    "Entrance",
    "FieldDifference",
    "Finding",
    "FindingChange",
    "FindingDifference",
    "Fix",
    "IstioProtocol",
    "ListeningHint",
    "ListeningSource",
    "ListeningWord",
    "Location",
    "NetworkPolicyWord",
    "NoDnsRecords",
    "NotChecked",
    "ObjectReference",
    "OtherPort",
    "PodCount",
    "PodOutside",
    "PolicyTrace",
    "PortAccess",
    "PortChange",
    "PortMeaning",
    "PortRole",
    "PortTrace",
    "PortUse",
    "ProbeKind",
    "ProbeMethod",
    "ProbeOutcome",
    "ProbeTrace",
    "Reach",
    "Report",
    "ReportSource",
    "ReportValue",
    "Rollout",
    "RouteBackend",
    "RouteParent",
    "RouteRole",
    "RouteService",
    "RouteTrace",
    "SameCount",
    "Scope",
    "ServicePortReference",
    "ServiceTrace",
    "Severity",
    "Summary",
    "Suppressed",
    "Suppressor",
    "Trace",
    "UnresolvedPod",
    "UrlBackend",
    "UrlMatch",
    "UrlTrace",
    "UseWord",
    "VerdictWord",
    "WorkloadPort",
    "WorkloadTrace",
]
