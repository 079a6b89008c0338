"""Connections of a client that policies refuse, put together by Service port and by the policies that refuse them."""

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from kubectl_porttrace.checks.check import Found
from kubectl_porttrace.checks.cluster_policies import title_of
from kubectl_porttrace.checks.phrases import count
from kubectl_porttrace.checks.refusal_mends import mend_for
from kubectl_porttrace.model.network_policy import Direction
from kubectl_porttrace.trace.policies.access import PodConnection, TracedAccess
from kubectl_porttrace.trace.policies.reason import decided_before, isolating, why_refused
from kubectl_porttrace.trace.policies.standing import denied_to_pods


class RefusedConnections(msgspec.Struct, frozen=True):
    """Refused connections to one port; `whole` says that no other of the client's to it is left."""

    connections: tuple[PodConnection, ...]
    of: int

    @property
    def whole(self) -> bool:
        """Whether all connections of the client to the port are refused."""
        return len(self.connections) == self.of

    @property
    def extent(self) -> tuple[str, ...]:
        """Which part is refused; nothing to say where it is all."""
        refused = count(len(self.connections), "connection")
        return () if self.whole else (f"{refused} of {self.of} from a client to a pod",)


def refusals(traced: TracedAccess, direction: Direction) -> tuple[RefusedConnections, ...]:
    """What one end refuses; what is closed to everybody is told of the Service itself, and not again."""
    groups: defaultdict[tuple[object, ...], list[PodConnection]] = defaultdict(list)
    for each in traced.connections:
        if each.refused == direction and not (direction == "Ingress" and _closed_to_all(traced, each)):
            ruling = decided_before(traced.snapshot, each, direction)
            names = tuple(policy.key for policy in isolating(traced.snapshot, each, direction))
            groups[each.port.key, (title_of(ruling), ruling.path) if ruling else names].append(each)
    return tuple(RefusedConnections(tuple(found), len(traced.of(found[0].port.key))) for found in groups.values())


def found_refused(traced: TracedAccess, direction: Direction, told: str, whom: str, whose: str) -> Iterator[Found]:
    """The findings about what one end refuses.

    Args:
        traced: the client and the Service.
        direction: whose policies these are: Egress for the client's, Ingress for those of the Service's pods.
        told: what happens to the client, as in `is not admitted`.
        whom: whom a rule is to admit, as in `the pods of the Service`.
        whose: whose port that is, as in `their`.
    """
    for refusal in refusals(traced, direction):
        first = refusal.connections[0]
        mend = mend_for(traced, first, direction, whom, whose)
        yield Found(
            message=f"{traced.title} {told} to {first.port.title}: {why_refused(traced.snapshot, first, direction)}",
            path=mend.path,
            evidence=(*mend.evidence, *refusal.extent),
            fix=mend.fix,
            object=mend.object,
            ports=(first.port,),
            severity=None if refusal.whole else "warning",
            despite_backends=True,
        )


def _closed_to_all(traced: TracedAccess, connection: PodConnection) -> bool:
    backends = connection.port.backends
    if any(each.closed for each in backends if each.pod is not None and each.pod.key == connection.pod.key):
        return True
    asked = traced.snapshot, connection.pod, connection.port.spec.protocol, connection.number
    return connection.source.pod is not None and denied_to_pods(*asked) is not None
