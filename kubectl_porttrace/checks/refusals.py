"""Connections of a client that policies refuse, put together by Service port and by the policies that refuse them."""

from collections import defaultdict

import msgspec

from kubectl_porttrace.checks.phrases import count
from kubectl_porttrace.model.network_policy import Direction
from kubectl_porttrace.trace.policies.access import Connection, TracedAccess
from kubectl_porttrace.trace.policies.reason import isolating


class Refusal(msgspec.Struct, frozen=True):
    """Refused connections to one port; `whole` says that no other of the client's to it is left."""

    connections: tuple[Connection, ...]
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


def refusals(traced: TracedAccess, direction: Direction) -> tuple[Refusal, ...]:
    """What one end refuses; what is closed to everybody is told of the Service itself, and not again."""
    groups: defaultdict[tuple[object, ...], list[Connection]] = defaultdict(list)
    for each in traced.connections:
        if each.refused == direction and not (direction == "Ingress" and _closed_to_all(each)):
            names = tuple(policy.key for policy in isolating(traced.snapshot, each, direction))
            groups[each.port.key, names].append(each)
    return tuple(Refusal(tuple(found), len(traced.of(found[0].port.key))) for found in groups.values())


def _closed_to_all(connection: Connection) -> bool:
    backends = connection.port.backends
    return any(each.closed for each in backends if each.pod is not None and each.pod.key == connection.pod.key)
