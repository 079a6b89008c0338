"""Policies that name the number of a port on the pods: they know nothing of Services.

A rule without ports is about all of them, and so depends on none.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import msgspec

from kubectl_porttrace.model.cluster_policy import CLUSTER_POLICIES, ClusterPolicy, ClusterRule, rules_of
from kubectl_porttrace.model.cluster_ports import PortMatch
from kubectl_porttrace.model.kinds import kind_of
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.network_policy import Direction, NetworkPolicy, NetworkPolicyPort
from kubectl_porttrace.model.other_policies import MESH_POLICIES
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.pod_choice import OtherPolicy, PolicyPort
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies import cluster_rules
from kubectl_porttrace.trace.policies.answers import Answer, all_of
from kubectl_porttrace.trace.policies.beside import selects
from kubectl_porttrace.trace.policies.cluster_subjects import cluster_policies_of
from kubectl_porttrace.trace.policies.labels import Labels, namespace_labels
from kubectl_porttrace.trace.policies.peer import pod_peer
from kubectl_porttrace.trace.policies.rules import admits, is_about, named
from kubectl_porttrace.trace.policies.selecting import selecting_policies
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.uses.dependent import Change, Dependent, Use

_DIRECTIONS: Final[tuple[Direction, ...]] = ("Ingress", "Egress")


class PodPort(msgspec.Struct, frozen=True):
    """A port of a pod behind a Service port; `moved` are the changes of the Service that lead to another number."""

    key: PortKey
    pod: Pod
    protocol: str
    number: int
    moved: tuple[Change, ...]


def of_policies(traced: TracedService) -> Iterator[Use]:
    """The places in policies that name the ports to which those of the Service lead, each once for a port."""
    asked = tuple(_pod_ports(traced))
    snapshot = traced.snapshot
    for read in (_of_network_policies, _of_cluster_policies, _of_meshes):
        yield from dict.fromkeys(use for each in asked for use in read(snapshot, each))


def _pod_ports(traced: TracedService) -> Iterator[PodPort]:
    """One pod for each number, and each set of labels by which policies choose."""
    for port in traced.ports:
        moved: tuple[Change, ...] = ("targetPort",) if traced.service.selects else ()
        found: dict[tuple[int, frozenset[tuple[str, str]], object], Pod] = {}
        for pod, number in _behind(port):
            found.setdefault((number, frozenset(pod.labels.items()), pod.spec.shape), pod)
        for (number, _, _), pod in found.items():
            yield PodPort(port.key, pod, port.spec.protocol, number, moved)


def _behind(port: TracedPort) -> Iterator[tuple[Pod, int]]:
    yield from ((each.pod, each.resolution.number) for each in port.resolutions if each.resolution)
    yield from ((each.pod, each.port) for each in port.backends if each.pod is not None)


def _of_network_policies(snapshot: Snapshot, asked: PodPort) -> Iterator[Use]:
    """Those that say who reaches the pod; and of all that were read, those that say whom others reach."""
    for policy in selecting_policies(snapshot, asked.pod):
        yield from _of_rules(policy, "Ingress", asked, lambda _place: True)
    peer = pod_peer(snapshot, asked.pod)
    for policy in sorted(snapshot.all_of(NetworkPolicy), key=lambda each: each.key):
        rules = policy.rules("Egress")
        yield from _of_rules(policy, "Egress", asked, lambda at, p=policy, r=rules: admits(r[at], p.namespace, peer))  # type: ignore[misc]


def _of_rules(
    policy: NetworkPolicy, direction: Direction, asked: PodPort, meant: Callable[[int], Answer]
) -> Iterator[Use]:
    if direction not in policy.types:
        return
    for at, rule in enumerate(policy.rules(direction)):
        about = [
            each.port is not None and is_about(each, asked.pod, asked.protocol, asked.number) for each in rule.ports
        ]
        chosen = meant(at) if any(each is not False for each in about) else False
        for place, (port, answer) in enumerate(zip(rule.ports, about, strict=True)):
            path = f"spec.{direction.lower()}[{at}].ports[{place}]"
            yield from _use(policy, path, port.title, asked, all_of((answer, chosen)), by_name=_by_name(port))


def _by_name(port: NetworkPolicyPort) -> bool:
    return isinstance(port.port, str)


def _of_cluster_policies(snapshot: Snapshot, asked: PodPort) -> Iterator[Use]:
    """The same of the policies of the whole cluster."""
    about = cluster_policies_of(snapshot, asked.pod)
    peer = pod_peer(snapshot, asked.pod)
    every = sorted((each for model in CLUSTER_POLICIES for each in snapshot.all_of(model)), key=lambda each: each.title)
    for direction in _DIRECTIONS:
        for policy in about if direction == "Ingress" else every:
            for at, rule in rules_of(policy, direction):
                meant = True if direction == "Ingress" else cluster_rules.is_among(rule, peer)
                yield from _of_cluster_rule(policy, f"spec.{direction.lower()}[{at}]", rule, asked, meant)


def _of_cluster_rule(
    policy: ClusterPolicy, path: str, rule: ClusterRule, asked: PodPort, meant: Answer
) -> Iterator[Use]:
    field = "protocols" if rule.protocols else "ports"
    for place, match in enumerate(rule.matches):
        if match.known and match != PortMatch(match.protocol):
            about = all_of((cluster_rules.is_about(match, asked.pod, asked.protocol, asked.number), meant))
            yield from _use(policy, f"{path}.{field}[{place}]", _title(match), asked, about, by_name=bool(match.name))


def _title(match: PortMatch) -> str:
    if match.name:
        return match.name
    return f"{match.first}{f'-{match.last}' if match.last != match.first else ''}/{match.protocol}"


def _of_meshes(snapshot: Snapshot, asked: PodPort) -> Iterator[Use]:
    """The ports that policies of service meshes name."""
    namespace = namespace_labels(snapshot, asked.pod.namespace)
    for policy in _mesh_policies(snapshot):
        if not policy.pod_ports or not (policy.everywhere or policy.namespace == asked.pod.namespace):
            continue
        chosen = selects(policy, Labels(asked.pod.labels), namespace)
        for port in policy.pod_ports if chosen is not False else ():
            about = all_of((_is(port, asked), chosen))
            yield from _use(policy, port.path, str(port.port), asked, about, by_name=isinstance(port.port, str))


def _mesh_policies(snapshot: Snapshot) -> Sequence[OtherPolicy]:
    found: Iterable[KubernetesObject] = (each for kind in MESH_POLICIES for each in snapshot.of_kind(kind))
    return [each for each in found if isinstance(each, OtherPolicy)]


def _is(port: PolicyPort, asked: PodPort) -> Answer:
    if isinstance(port.port, int):
        return port.port == asked.number
    return named(asked.pod, port.port, asked.protocol, asked.number)


def _use(
    policy: KubernetesObject, path: str, written: str, asked: PodPort, about: Answer, *, by_name: bool
) -> Iterator[Use]:
    """A name stays that of the container's port, whatever number that gets."""
    if about is False:
        return
    yield (
        asked.key,
        Dependent(
            purpose="policy",
            kind=kind_of(policy).name,
            namespace=policy.namespace,
            name=policy.name,
            path=path,
            written=written,
            broken_by=asked.moved if by_name else (*asked.moved, "containerPort"),
            by_service=False,
            certain=about is True,
        ),
    )
