"""PTN21: a cluster-wide policy that denies a port to every pod."""

from collections import defaultdict
from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.cluster_policies import cluster_reference, in_which_rule, title_of
from kubectl_porttrace.checks.denials import BASELINE, POLICIES, titles
from kubectl_porttrace.checks.phrases import by_workload
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.policies.cluster_subjects import any_cluster_policy, cluster_policies_of
from kubectl_porttrace.trace.policies.selecting import isolation_of
from kubectl_porttrace.trace.policies.standing import denied_to_pods
from kubectl_porttrace.trace.policies.tiers import Ruling
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTN21",
    "cluster-policy-denies-pods",
    severity="error",
    certainty="cni",
    needs=("pods",),
    uses=(*POLICIES, BASELINE, "namespaces"),
)
def cluster_policy_denies(traced: TracedService) -> Iterator[Found]:
    """A ClusterNetworkPolicy, or an AdminNetworkPolicy, denies the port of the pods to every pod of the cluster.

    Why: rules of the tier Admin come before NetworkPolicies, which cannot admit what these deny. Rules of the tier
    Baseline come after them, and count for pods that no NetworkPolicy selects. In a tier the first rule that matches
    decides, by priority and then by place. Addresses that are no pods pass such rules by: that is a warning, and an
    error where NetworkPolicies keep these out as well. That holds where the network plugin enforces these policies.

    See: `kubectl get clusternetworkpolicies,adminnetworkpolicies,baselineadminnetworkpolicies`, whichever there are;
    `kubectl describe` shows their rules.

    Fix: accept the Service's clients in a rule that comes before. In the tier Baseline, a NetworkPolicy does it too.
    """
    groups: defaultdict[tuple[str, str, str, bool], list[tuple[TracedPort, Pod, Ruling]]] = defaultdict(list)
    for port, pod, number, closed in _behind(traced):
        ruling = denied_to_pods(traced.snapshot, pod, port.spec.protocol, number)
        if ruling is not None:
            key = title_of(ruling), ruling.path, f"{number}/{port.spec.protocol}", closed
            groups[key].append((port, pod, ruling))
    for (title, path, served, closed), members in groups.items():
        pods = tuple({pod.key: pod for _, pod, _ in members}.values())
        ruling = members[0][2]
        yield Found(
            message=f"{title} denies {served} of {by_workload(traced, pods)} to every pod",
            path=path,
            evidence=tuple(_evidence(traced, ruling, pods[0], closed=closed)),
            fix=_fix(ruling, served),
            object=cluster_reference(ruling),
            ports=tuple({port.key: port for port, _, _ in members}.values()),
            severity=None if closed else "warning",
        )


def _behind(traced: TracedService) -> Iterator[tuple[TracedPort, Pod, int, bool]]:
    for port in traced.ports if any_cluster_policy(traced.snapshot) else ():
        for backend in port.usable:
            if backend.pod is not None and cluster_policies_of(traced.snapshot, backend.pod):
                yield port, backend.pod, backend.port, backend.closed


def _evidence(traced: TracedService, ruling: Ruling, pod: Pod, *, closed: bool) -> Iterator[str]:
    yield in_which_rule(ruling)
    if not closed:
        yield "it is not about addresses that are no pods: nodes, and clients outside of the cluster"
        return
    policies = isolation_of(traced.snapshot, pod, "Ingress").policies
    yield f"{titles(policies)} lets in no address that is not a pod's"


def _fix(ruling: Ruling, number: str) -> Fix:
    before = f"accept the Service's clients on {number} in a rule before {ruling.path} of {title_of(ruling)}"
    if ruling.policy is not None and ruling.policy.tier == "Baseline":
        return Fix(
            text=f"add a NetworkPolicy that admits the Service's clients on {number}, the pods' port: it comes "
            "before the tier Baseline"
        )
    return Fix(text=f"{before}, or pass them on to NetworkPolicies there")
