"""What policies make of the backends of a Service port, whoever its clients are."""

from collections.abc import Hashable, Sequence

from msgspec.structs import replace

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.endpoints.backend import Backend, PolicyWord
from kubectl_porttrace.trace.policies.beside import undecided_by
from kubectl_porttrace.trace.policies.cluster_subjects import cluster_policies_of, tier_unread
from kubectl_porttrace.trace.policies.selecting import isolation_of
from kubectl_porttrace.trace.verdict import Verdict


def with_policies(snapshot: Snapshot, backends: Sequence[Backend], protocol: str) -> tuple[Backend, ...]:
    """The same backends, each with what policies make of it; what is no pod is unknown to them.

    Pods of one template are one case: policies look at nothing else of a pod. All of them are of one namespace, that of
    the Service.
    """
    known: dict[Hashable, PolicyWord] = {}
    judged = []
    for each in backends:
        word: PolicyWord = "unknown"
        if each.pod is not None:
            # Labels by identity, for those of one template are kept once.
            case = id(each.pod.metadata.labels), each.port, each.pod.spec.shape
            if case not in known:
                known[case] = policy_word(snapshot, each.pod, protocol, each.port)
            word = known[case]
        judged.append(each if word == each.network_policy else replace(each, network_policy=word))
    return tuple(judged)


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


def held_back(verdict: Verdict, backends: Sequence[Backend]) -> Verdict:
    """The verdict on backends of which policies close some: all closed is broken, some closed is partial.

    Where it is unknown what is behind a port, it stays so.
    """
    usable = [backend for backend in backends if backend.usable]
    closed = sum([backend.closed for backend in usable])
    if not closed or verdict is Verdict.UNKNOWN:
        return verdict
    return Verdict.BROKEN if closed == len(usable) else max(verdict, Verdict.PARTIAL)
