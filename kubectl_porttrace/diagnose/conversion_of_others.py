"""Other kinds of subjects than Services in the words of the contract."""

from collections.abc import Sequence

from kubectl_porttrace.diagnose.traced import Other
from kubectl_porttrace.findings import Finding
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.report.convert_access import access_trace
from kubectl_porttrace.report.convert_policies import policy_trace
from kubectl_porttrace.report.convert_routes import route_trace
from kubectl_porttrace.report.convert_workloads import workload_trace
from kubectl_porttrace.report.v1 import Trace
from kubectl_porttrace.trace.lookups.address import TracedAddress
from kubectl_porttrace.trace.lookups.url import TracedUrl
from kubectl_porttrace.trace.policies.access import TracedAccess
from kubectl_porttrace.trace.policies.policy import TracedPolicy
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from kubectl_porttrace.trace.workloads.workload import TracedWorkload


def object_of_other(traced: Other) -> KubernetesObject | None:
    """The object that a subject is; None for one that is none."""
    if isinstance(traced, TracedPolicy):
        return traced.policy
    if isinstance(traced, TracedAccess):
        return traced.service.service
    if isinstance(traced, TracedAddress | TracedUrl):
        return None
    return traced.object if isinstance(traced, TracedReferrer) else traced.workload


def trace_of_other(traced: Other, findings: Sequence[Finding]) -> Trace:
    """The report's value for a subject with its findings."""
    if isinstance(traced, TracedAddress):
        from kubectl_porttrace.report.convert_addresses import address_trace

        return address_trace(traced, findings)
    if isinstance(traced, TracedUrl):
        from kubectl_porttrace.report.convert_urls import url_trace

        return url_trace(traced)
    if isinstance(traced, TracedAccess):
        return access_trace(traced)
    if isinstance(traced, TracedPolicy):
        return policy_trace(traced, findings)
    if isinstance(traced, TracedWorkload):
        return workload_trace(traced, findings)
    return route_trace(traced, findings)
