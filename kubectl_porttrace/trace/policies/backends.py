"""What policies make of the backends of a Service port, whoever its clients are."""

from collections.abc import Hashable, Sequence
from typing import Final

from msgspec.structs import replace

from kubectl_porttrace.model.kind import Kind
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.other_policies import CLUSTER_POLICY_KINDS, DECIDING_POLICIES
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.endpoints.backend import Backend, PolicyWord
from kubectl_porttrace.trace.verdict import Verdict

_KINDS: Final[tuple[Kind, ...]] = (KIND_BY_NAME["NetworkPolicy"], *CLUSTER_POLICY_KINDS, *DECIDING_POLICIES)
"""The kinds that say who may connect to a pod."""


def with_policies(snapshot: Snapshot, backends: Sequence[Backend], protocol: str) -> tuple[Backend, ...]:
    """The same backends, each with what policies make of it; what is no pod is unknown to them.

    Pods of one template are one case: policies look at nothing else of a pod. All of them are of one namespace, that of
    the Service.
    """
    if not snapshot.once(_may_decide):
        return tuple([each if each.pod is None else _with_word(each, "none") for each in backends])
    # Many namespaces have no policies, so what looks at them is imported only now.
    from kubectl_porttrace.trace.policies.word import policy_word

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
        judged.append(_with_word(each, word))
    return tuple(judged)


def _with_word(backend: Backend, word: PolicyWord) -> Backend:
    return backend if word == backend.network_policy else replace(backend, network_policy=word)


def _may_decide(snapshot: Snapshot) -> bool:
    """Whether there is a policy of any kind, or may be one that could not be read."""
    unread = {each.resource for each in snapshot.unread}
    return any(snapshot.of_kind(kind) or kind.known_as in unread for kind in _KINDS)


def held_back(verdict: Verdict, backends: Sequence[Backend]) -> Verdict:
    """The verdict on backends of which policies close some: all closed is broken, some closed is partial.

    Where it is unknown what is behind a port, it stays so.
    """
    usable = [backend for backend in backends if backend.usable]
    closed = sum([backend.closed for backend in usable])
    if not closed or verdict is Verdict.UNKNOWN:
        return verdict
    return Verdict.BROKEN if closed == len(usable) else max(verdict, Verdict.PARTIAL)
