"""Policies of other kinds, whose rules are not judged: which of them are about a pod."""

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.kind import Kind
from kubectl_porttrace.model.other_policies import DECIDING_POLICIES, MESH_POLICIES
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.pod_choice import OtherPolicy
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.answers import Answer, all_of, any_of
from kubectl_porttrace.trace.policies.labels import Labels, matches, namespace_labels


class Beside(msgspec.Struct, frozen=True):
    """A policy that is about a pod, by kind and name; `certain` is False where its selector leaves that open."""

    title: str
    certain: bool


def any_beside(snapshot: Snapshot) -> bool:
    """Whether policies of other kinds were read at all."""
    return bool(snapshot.once(_deciding) or snapshot.once(_of_meshes))


def policies_beside(snapshot: Snapshot, pod: Pod) -> tuple[Beside, ...]:
    """The policies of other kinds that are, or may be, about a pod, by kind and name."""
    return (*_about(snapshot, pod, _deciding), *_about(snapshot, pod, _of_meshes))


def undecided_by(snapshot: Snapshot, pod: Pod) -> tuple[str, ...]:
    """What leaves open who reaches a pod, or whom it reaches: such policies, by kind and name; kinds not readable."""
    unread = snapshot.unread_in(pod.namespace)
    kinds = (kind.key for kind in DECIDING_POLICIES if kind.known_as in unread) if unread else ()
    return (*(each.title for each in _about(snapshot, pod, _deciding)), *kinds)


_ByNamespace = Mapping[str, tuple[tuple[str, OtherPolicy], ...]]
_Case = tuple[Callable[[Snapshot], _ByNamespace], str, frozenset[tuple[str, str]]]


def _known(_snapshot: Snapshot) -> dict[_Case, tuple[Beside, ...]]:
    return {}


def _about(snapshot: Snapshot, pod: Pod, those: Callable[[Snapshot], _ByNamespace]) -> tuple[Beside, ...]:
    """Those of some kinds about a pod; pods with the same labels are one case."""
    by_namespace = snapshot.once(those)
    there = (*by_namespace.get("", ()), *by_namespace.get(pod.namespace, ()))
    if pod.spec.host_network or not there:
        return ()
    known = snapshot.once(_known)
    case = those, pod.namespace, frozenset(pod.labels.items())
    if case not in known:
        known[case] = tuple(_selecting(snapshot, pod, there))
    return known[case]


def _selecting(snapshot: Snapshot, pod: Pod, there: Iterable[tuple[str, OtherPolicy]]) -> Iterator[Beside]:
    namespace = namespace_labels(snapshot, pod.namespace)
    for title, policy in there:
        selected = selects(policy, Labels(pod.labels), namespace)
        if selected is not False:
            yield Beside(title, certain=bool(selected))


def selects(policy: OtherPolicy, labels: Labels, namespace: Labels) -> Answer:
    """Whether a policy is about a pod with these labels, in a namespace with those."""
    return any_of(
        all_of((matches(each.pods, labels), matches(each.namespaces, namespace), each.readable or None))
        for each in policy.choices
    )


def _deciding(snapshot: Snapshot) -> _ByNamespace:
    return _of_kinds(snapshot, DECIDING_POLICIES)


def _of_meshes(snapshot: Snapshot) -> _ByNamespace:
    return _of_kinds(snapshot, MESH_POLICIES)


def _of_kinds(snapshot: Snapshot, kinds: Iterable[Kind]) -> _ByNamespace:
    return grouped(
        ("" if each.everywhere else each.namespace, (f"{kind.key}/{each.name}", each))
        for kind in kinds
        for each in snapshot.of_kind(kind)
        if isinstance(each, OtherPolicy)
    )
