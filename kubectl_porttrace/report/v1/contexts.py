"""The reports on the clusters of several contexts."""

from typing import Literal

from kubectl_porttrace.report.v1.document import Report
from kubectl_porttrace.report.v1.value import ReportValue
from kubectl_porttrace.report.v1.words import API_VERSION


class ContextReport(ReportValue, frozen=True):
    """One context: its report, or in `error` why there is none."""

    context: str
    report: Report | None
    error: str | None


class ContextReports(ReportValue, frozen=True, kw_only=True):
    """The whole document where several contexts were asked, in the order in which they were."""

    api_version: Literal["porttrace/v1"] = API_VERSION
    kind: Literal["PortTraceReports"] = "PortTraceReports"
    contexts: tuple[ContextReport, ...]
