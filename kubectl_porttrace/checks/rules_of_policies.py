"""The rules of a NetworkPolicy that count, with their places; and whom their selectors may choose."""

from collections.abc import Iterator, Mapping

import msgspec

from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.network_policy import Direction, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.spelling import mistyped

TEMPLATES = ("deployments", "statefulsets", "daemonsets", "jobs")
"""What makes pods to come: without it, pods that are not here may still be."""


class RuleOfPolicy(msgspec.Struct, frozen=True):
    """A rule of a policy, for a direction that the policy isolates, by its place."""

    direction: Direction
    place: int
    ports: tuple[NetworkPolicyPort, ...]
    peers: tuple[NetworkPolicyPeer, ...]

    @property
    def path(self) -> str:
        """Its field path."""
        return f"spec.{self.direction.lower()}[{self.place}]"

    def peer_path(self, place: int) -> str:
        """The field path of one of its peers."""
        return f"{self.path}.{'from' if self.direction == 'Ingress' else 'to'}[{place}]"


def rules(policy: NetworkPolicy) -> Iterator[RuleOfPolicy]:
    """The rules of a policy; those of a direction that it does not isolate admit nothing to anybody."""
    directions: tuple[Direction, ...] = ("Ingress", "Egress")
    for direction in directions:
        if direction in policy.types:
            for place, rule in enumerate(policy.rules(direction)):
                yield RuleOfPolicy(direction, place, rule.ports, rule.peers)


def chooses_pods(snapshot: Snapshot, namespace: str, selector: LabelSelector) -> bool:
    """Whether a selector chooses a pod of a namespace, or the pods that a workload of it would make."""
    known = snapshot.once(_choices)
    asked = namespace, str(selector)
    if asked not in known:
        known[asked] = _chooses(snapshot, namespace, selector)
    return known[asked]


def _choices(_snapshot: Snapshot) -> dict[tuple[str, str], bool]:
    """Thousands of rules may have few selectors: what one chooses is looked up once."""
    return {}


def _chooses(snapshot: Snapshot, namespace: str, selector: LabelSelector) -> bool:
    pairs = selector.match_labels
    pods = snapshot.pods_matching(namespace, pairs) if pairs else snapshot.pods_in(namespace)
    if any(selector.matches(pod.labels) for pod in pods):
        return True
    workloads = (each for each in snapshot.workloads if each.namespace == namespace)
    return any(selector.matches(each.template_labels) for each in workloads)


def mistyped_label(snapshot: Snapshot, namespace: str, selector: LabelSelector) -> tuple[str, str, str] | None:
    """The label of a selector that is probably mistyped: its key, its value, and the value that pods have."""
    known: Mapping[str, tuple[str, ...]] = snapshot.pod_labels.known(namespace)
    for key, value in sorted(selector.match_labels.items()):
        for other in known.get(key, ()):
            if mistyped(value, other):
                return key, value, other
    return None
