"""NetworkPolicies."""

from kubectl_porttrace.report.v1.value import ReportValue


class PolicyTrace(ReportValue, frozen=True):
    """A NetworkPolicy that selects pods of the report."""

    namespace: str
    name: str
    pods: tuple[str, ...]
    findings: tuple[str, ...]
