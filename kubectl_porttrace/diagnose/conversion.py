"""What is judged, in the words of the contract; what converts other subjects than Services is imported for them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kubectl_porttrace.findings import Finding
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.report.convert_services import service_trace
from kubectl_porttrace.report.v1 import Trace
from kubectl_porttrace.trace.service import TracedService

if TYPE_CHECKING:
    from kubectl_porttrace.diagnose.traced import Traced


def object_of(traced: "Traced") -> KubernetesObject | None:
    """The object that a subject is; None for one that is none."""
    if isinstance(traced, TracedService):
        return traced.service
    from kubectl_porttrace.diagnose.conversion_of_others import object_of_other

    return object_of_other(traced)


def trace_of(
    traced: "Traced", ports: frozenset[PortKey] | None, findings: Sequence[Finding], *, uses: bool = False
) -> Trace:
    """The report's value for a subject.

    Args:
        traced: the subject.
        ports: of a Service, the ports that were asked for; None for all of them.
        findings: what is wrong with it.
        uses: whether it is asked who uses each port of a Service.
    """
    if not isinstance(traced, TracedService):
        from kubectl_porttrace.diagnose.conversion_of_others import trace_of_other

        return trace_of_other(traced, findings)
    trace = service_trace(traced if ports is None else traced.only(ports), findings)
    if not uses:
        return trace
    from kubectl_porttrace.report.convert_uses import with_uses

    return with_uses(trace, traced, ports)
