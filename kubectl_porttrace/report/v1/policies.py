"""NetworkPolicies, and what they make of a client that was asked about."""

from typing import Literal

from kubectl_porttrace.report.v1.value import ReportValue


class PolicyTrace(ReportValue, frozen=True):
    """A NetworkPolicy that selects pods of the report."""

    namespace: str
    name: str
    pods: tuple[str, ...]
    findings: tuple[str, ...]


class PortAccess(ReportValue, frozen=True):
    """Whether policies let the client through to one port of a Service: to all of its pods, to some, to none.

    `reason` says in one line which policy admits it, or what isolates and which rule comes nearest.
    """

    port: int
    protocol: str
    verdict: Literal["admitted", "partial", "refused", "unknown"]
    reason: str


class AccessTrace(ReportValue, frozen=True):
    """One Service as the client that was asked about would reach it; `client` is as it was written."""

    client: str
    namespace: str
    service: str
    ports: tuple[PortAccess, ...]
