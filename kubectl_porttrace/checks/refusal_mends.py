"""What to change where policies of one end refuse a connection: which object, in which rule."""

import msgspec

from kubectl_porttrace.checks.cluster_policies import cluster_reference, in_which_rule, title_of
from kubectl_porttrace.checks.denials import reference
from kubectl_porttrace.checks.policies_patches import admit_port
from kubectl_porttrace.findings import Fix, ObjectReference
from kubectl_porttrace.model.network_policy import Direction
from kubectl_porttrace.trace.policies.access import PodConnection, TracedAccess
from kubectl_porttrace.trace.policies.reason import decided_before, isolating, rules_for_peer


class Mend(msgspec.Struct, frozen=True):
    """Which object to change, where and how; and in which rule it is decided, where that is not said elsewhere."""

    object: ObjectReference
    path: str
    fix: Fix
    evidence: tuple[str, ...] = ()


def mend_for(traced: TracedAccess, refused: PodConnection, direction: Direction, whom: str, whose: str) -> Mend:
    """What lets the connection through.

    Args:
        traced: the client and the Service.
        refused: the connection.
        direction: the end that refuses it.
        whom: whom a rule is to admit.
        whose: whose port that is.
    """
    field, protocol = direction.lower(), refused.port.spec.protocol
    port = f"{refused.number}/{protocol}"
    ruling = decided_before(traced.snapshot, refused, direction)
    if ruling is not None:
        before = f"accept {whom} on {port}, {whose} port, in a rule before {ruling.path} of {title_of(ruling)}"
        return Mend(cluster_reference(ruling), ruling.path, Fix(text=before), (in_which_rule(ruling),))
    near = rules_for_peer(traced.snapshot, refused, direction)
    rule = f" of {near[0][0].title}" if near else ""
    return Mend(
        reference(near[0][0] if near else isolating(traced.snapshot, refused, direction)[0]),
        f"spec.{field}[{near[0][1]}]" if near else f"spec.{field}",
        admit_port(
            traced.snapshot,
            near,
            field,
            (protocol, refused.number),
            f"admit {whom} on {port}, {whose} port, in an {field} rule{rule}",
        ),
    )
