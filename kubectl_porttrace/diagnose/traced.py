"""The kinds of subjects that are followed and judged; imported for the names alone, or where one of them is at hand."""

from kubectl_porttrace.trace.lookups.address import TracedAddress
from kubectl_porttrace.trace.lookups.url import TracedUrl
from kubectl_porttrace.trace.policies.access import TracedAccess
from kubectl_porttrace.trace.policies.policy import TracedPolicy
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.workloads.workload import TracedWorkload

Other = TracedWorkload | TracedReferrer | TracedPolicy | TracedAccess | TracedAddress | TracedUrl
Traced = TracedService | Other
"""The kinds of subjects: what can be asked for, the policies that select its pods, and access by a client."""
