"""A traced workload in the words of the contract."""

from collections.abc import Sequence

from kubectl_porttrace.findings import Finding
from kubectl_porttrace.report import v1
from kubectl_porttrace.report.convert_pods import pod_count
from kubectl_porttrace.report.v1 import WorkloadTrace
from kubectl_porttrace.trace.workloads.outside import Outside
from kubectl_porttrace.trace.workloads.ports import Reach, WorkloadPort
from kubectl_porttrace.trace.workloads.rollout import Rollout
from kubectl_porttrace.trace.workloads.workload import TracedWorkload


def workload_trace(traced: TracedWorkload, findings: Sequence[Finding]) -> WorkloadTrace:
    """The report's value for one workload or pod.

    Args:
        traced: the workload, followed.
        findings: what is wrong with it.
    """
    pods = traced.pods
    return WorkloadTrace(
        kind=traced.kind,
        namespace=traced.namespace,
        name=traced.name,
        pods=None if pods is None else pod_count(pods, traced.ready_pods),
        foreseen=traced.foreseen,
        ports=tuple(map(_port, traced.ports)),
        services=tuple(service.name for service in traced.services),
        outside=tuple(map(_outside, traced.outside)),
        rollout=None if traced.rollout is None else _rollout(traced.rollout),
        findings=tuple(dict.fromkeys(code for finding in findings for code in finding.codes)),
    )


def _port(port: WorkloadPort) -> v1.WorkloadPort:
    declaration = port.declaration
    return v1.WorkloadPort(
        container=declaration.container.name if declaration else None,
        container_kind=declaration.kind if declaration else None,
        name=declaration.port.name if declaration else "",
        number=port.number,
        protocol=port.protocol,
        host_port=(declaration.port.host_port or None) if declaration else None,
        declared=declaration is not None,
        reached_by=tuple(map(_reach, port.reached_by)),
        probes=port.probes,
    )


def _reach(reach: Reach) -> v1.Reach:
    port = reach.port.spec
    return v1.Reach(
        service=reach.service.name,
        port=port.port,
        protocol=port.protocol,
        node_port=port.node_port or None,
        verdict=reach.verdict.word,
    )


def _rollout(rollout: Rollout) -> v1.Rollout:
    return v1.Rollout(
        enters=tuple(service.name for service in rollout.enters),
        leaves=tuple(service.name for service in rollout.leaves),
    )


def _outside(outside: Outside) -> v1.PodOutside:
    return v1.PodOutside(pod=outside.pod.name, service=outside.service.name, reason=outside.reason)
