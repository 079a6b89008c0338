"""Connections of a client that policies refuse, put together by Service port and by the policies that refuse them."""

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from kubectl_porttrace.checks.check import Found
from kubectl_porttrace.checks.denials import reference
from kubectl_porttrace.checks.phrases import count
from kubectl_porttrace.checks.policies_patches import admit_port
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.network_policy import Direction
from kubectl_porttrace.trace.policies.access import Connection, TracedAccess
from kubectl_porttrace.trace.policies.reason import isolating, rules_for_peer, why_refused


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


def found_refused(traced: TracedAccess, direction: Direction, told: str, whom: str, whose: str) -> Iterator[Found]:
    """The findings about what one end refuses.

    Args:
        traced: the client and the Service.
        direction: whose policies these are: Egress for the client's, Ingress for those of the Service's pods.
        told: what happens to the client, as in `is not admitted`.
        whom: whom a rule is to admit, as in `the pods of the Service`.
        whose: whose port that is, as in `their`.
    """
    field = direction.lower()
    for refusal in refusals(traced, direction):
        first = refusal.connections[0]
        near = rules_for_peer(traced.snapshot, first, direction)
        port = f"{first.number}/{first.port.spec.protocol}"
        yield Found(
            message=f"{traced.title} {told} to {first.port.title}: {why_refused(traced.snapshot, first, direction)}",
            path=f"spec.{field}[{near[0][1]}]" if near else f"spec.{field}",
            evidence=refusal.extent,
            fix=Fix(
                text=f"admit {whom} on {port}, {whose} port, in an {field} rule"
                + (f" of {near[0][0].title}" if near else ""),
                command=admit_port(near, field, first.port.spec.protocol, first.number),
            ),
            object=reference(near[0][0] if near else isolating(traced.snapshot, first, direction)[0]),
            ports=(first.port,),
            severity=None if refusal.whole else "warning",
            despite_backends=True,
        )


def _closed_to_all(connection: Connection) -> bool:
    backends = connection.port.backends
    return any(each.closed for each in backends if each.pod is not None and each.pod.key == connection.pod.key)
