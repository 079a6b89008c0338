"""What policies say of one port of a pod, whoever its clients are."""

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.endpoints.backend import PolicyWord
from kubectl_porttrace.trace.policies.beside import undecided_by
from kubectl_porttrace.trace.policies.cluster_subjects import cluster_policies_of, tier_unread
from kubectl_porttrace.trace.policies.selecting import isolation_of


def policy_word(snapshot: Snapshot, pod: Pod, protocol: str, number: int) -> PolicyWord:
    """Whether policies let anybody in to a port of a pod, whoever that is; `none` where no policy is about the pod.

    On its node's network it is not defined what NetworkPolicies mean for a pod; and policies of kinds that are not
    judged may admit what these do not, or refuse what they do.
    """
    isolation = isolation_of(snapshot, pod, "Ingress")
    if isolation.none and not snapshot.was_read("networkpolicies", pod.namespace):
        return "unknown"
    if undecided_by(snapshot, pod) or (isolation.policies and pod.spec.host_network):
        return "unknown"
    if isolation.none and not cluster_policies_of(snapshot, pod):
        return "unknown" if tier_unread(snapshot, "Admin") or tier_unread(snapshot, "Baseline") else "none"
    # Most pods are selected by none, so what evaluates policies is imported only now.
    from kubectl_porttrace.trace.policies.standing import open_to_somebody

    found = open_to_somebody(snapshot, pod, protocol, number)
    return "unknown" if found is None else "allowed" if found else "blocked"
