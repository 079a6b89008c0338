"""A Service as a client would reach it, in the words of the report."""

from collections.abc import Sequence
from typing import Literal

from kubectl_porttrace.report.v1 import AccessTrace, PortAccess
from kubectl_porttrace.trace.policies.access import PodConnection, TracedAccess
from kubectl_porttrace.trace.policies.answers import Answer
from kubectl_porttrace.trace.policies.reason import why_admitted, why_refused, why_undecided
from kubectl_porttrace.trace.port import TracedPort

AccessWord = Literal["admitted", "partial", "refused", "unknown"]


def access_trace(traced: TracedAccess) -> AccessTrace:
    """The report's value for one Service and one client."""
    asked = (port for port in traced.service.ports if traced.ports is None or port.key in traced.ports)
    return AccessTrace(
        client=traced.title,
        namespace=traced.namespace,
        service=traced.name,
        ports=tuple(_port(traced, port, traced.of(port.key)) for port in asked),
    )


def _port(traced: TracedAccess, port: TracedPort, connections: Sequence[PodConnection]) -> PortAccess:
    word = _word([traced.answer(each) for each in connections])
    return PortAccess(
        port=port.spec.port, protocol=port.spec.protocol, verdict=word, reason=_reason(traced, word, connections)
    )


def _word(answers: Sequence[Answer]) -> AccessWord:
    if answers and all(answers):
        return "admitted"
    if False in answers:
        return "refused" if all(answer is False for answer in answers) else "partial"
    return "unknown"


def _reason(traced: TracedAccess, word: AccessWord, connections: Sequence[PodConnection]) -> str:
    if word == "unknown":
        open_ = next((each for each in connections if traced.answer(each) is None), None)
        return why_undecided(traced.snapshot, open_) if open_ else "no pod of the Service gets traffic"
    refused = next((each for each in connections if each.refused), None)
    if refused is None or refused.refused is None:
        return why_admitted(traced.snapshot, connections[0])
    return why_refused(traced.snapshot, refused, refused.refused)
