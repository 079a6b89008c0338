"""What was tried in the words of the contract."""

from kubectl_porttrace.model.attempt import Attempt
from kubectl_porttrace.model.times import in_utc
from kubectl_porttrace.report.v1 import ProbeTrace


def probe_trace(attempt: Attempt) -> ProbeTrace:
    """The report's value for one request."""
    return ProbeTrace(
        method=attempt.method,
        request=attempt.request,
        namespace=attempt.namespace,
        pod=attempt.pod,
        port=attempt.number or None,
        outcome=attempt.outcome,
        message=attempt.told or None,
        at=in_utc(attempt.at),
    )
