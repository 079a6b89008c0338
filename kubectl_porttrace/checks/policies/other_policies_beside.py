"""PTN13: policies of other kinds beside NetworkPolicies that close a port."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.denials import POLICIES, reference, titles
from kubectl_porttrace.checks.phrases import by_workload, some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.policies.beside import policies_beside
from kubectl_porttrace.trace.policies.evaluate import open_to_somebody
from kubectl_porttrace.trace.policies.selecting import isolation_of
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTN13",
    "other-policies-beside",
    severity="note",
    certainty="certain",
    needs=("pods",),
    uses=POLICIES,
)
def other_policies_beside(traced: TracedService) -> Iterator[Found]:
    """NetworkPolicies admit nobody to a port, and there are policies of other kinds, which may.

    Why: ClusterNetworkPolicy and AdminNetworkPolicy come before NetworkPolicy; Cilium and Calico have policies of their
    own, which admit beside it or before it. Their rules are not judged here, so whether the port is closed stays
    unknown.

    See: `kubectl get adminnetworkpolicies,ciliumnetworkpolicies -A`, whichever the cluster has.

    Fix: look whether one of them admits the clients of the Service.
    """
    others = policies_beside(traced.snapshot, traced.namespace)
    for port in traced.ports if others else ():
        pods = tuple(_closed_but_for_these(traced, port))
        if pods:
            policies = isolation_of(traced.snapshot, pods[0], "Ingress").policies
            yield Found(
                message=f"{titles(policies)} admits nobody to {port.title}, and {some(list(others))} may",
                path="spec.ingress",
                evidence=(f"isolated: {by_workload(traced, pods)}", "policies of other kinds are not judged"),
                fix=Fix(text=f"look whether {some(list(others))} admits the clients of {port.title}"),
                object=reference(policies[0]),
                ports=(port,),
            )


def _closed_but_for_these(traced: TracedService, port: TracedPort) -> Iterator[Pod]:
    for backend in port.usable:
        pod = backend.pod
        if pod is None or pod.spec.host_network or not isolation_of(traced.snapshot, pod, "Ingress").policies:
            continue
        if open_to_somebody(traced.snapshot, pod, port.spec.protocol, backend.port) is False:
            yield pod
