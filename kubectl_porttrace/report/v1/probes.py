"""What `--probe` tried."""

from datetime import datetime

from kubectl_porttrace.report.v1.value import ReportValue
from kubectl_porttrace.report.v1.words import ProbeMethod, ProbeOutcome


class ProbeTrace(ReportValue, frozen=True):
    """One request of `--probe`, and what came of it; `port` is null where all sockets of the pod were read."""

    method: ProbeMethod
    request: str
    namespace: str
    pod: str
    port: int | None
    outcome: ProbeOutcome
    message: str | None
    at: datetime
