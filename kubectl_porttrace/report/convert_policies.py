"""NetworkPolicies in the words of the contract."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kubectl_porttrace.findings import Finding
from kubectl_porttrace.report.v1 import PolicyTrace, ServiceTrace

if TYPE_CHECKING:  # there may be none
    from kubectl_porttrace.trace.policies.policy import TracedPolicy


def policy_trace(traced: "TracedPolicy", findings: Sequence[Finding]) -> PolicyTrace:
    """The report's value for one policy, with all pods it selects."""
    return PolicyTrace(
        namespace=traced.namespace,
        name=traced.name,
        pods=tuple(pod.name for pod in traced.pods),
        findings=tuple(dict.fromkeys(code for finding in findings for code in finding.codes)),
    )


def policies_of(services: Iterable[ServiceTrace], traces: Iterable[object]) -> tuple[PolicyTrace, ...]:
    """The policies that select a pod of the report, each with those of its pods; of all traces there are."""
    shown = {
        (service.namespace, backend.pod)
        for service in services
        for port in service.ports
        for backend in port.backends
        if backend.pod is not None
    }
    kept = (
        replace(policy, pods=tuple(pod for pod in policy.pods if (policy.namespace, pod) in shown))
        for policy in traces
        if isinstance(policy, PolicyTrace)
    )
    return tuple(policy for policy in kept if policy.pods)
