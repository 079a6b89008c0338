"""`--complete`: the files are all there is, so that what is not in them does not exist."""

from collections.abc import Collection

from msgspec.structs import replace

from kubectl_porttrace.model.kinds import KINDS
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.read.files.other_kinds import WITH_PODS_OF_OPERATORS, OtherObject


def completed(snapshot: Snapshot, others: Collection[OtherObject] = ()) -> Snapshot:
    """The same objects, as all that there are.

    Of what could not be read for another reason, such as a folder that is closed, nothing is known all the same. In
    manifests no controller has acted: what only a cluster makes stays to be seen, but for pods, which the workloads
    make. Where an operator may make some as well, these are not known.

    Args:
        snapshot: what the files hold.
        others: the objects of the files that are not read, and for which operators may make pods.
    """
    namespaces = frozenset(each.namespace for objects in snapshot.objects.values() for each in objects)
    if snapshot.recorded:
        absent, complete = frozenset(each.resource for each in snapshot.unread), namespaces
    else:
        complete = frozenset(each for each in namespaces if not _operators_act_in(snapshot, each, others))
        absent = frozenset({"networkpolicies", "pods"} if complete == namespaces else {"networkpolicies"})
    return replace(
        snapshot,
        unread=tuple(each for each in snapshot.unread if each.reason == "error" or each.resource not in absent),
        listed=frozenset((kind.known_as, "") for kind in KINDS),
        complete_namespaces=complete,
    )


def _operators_act_in(snapshot: Snapshot, namespace: str, others: Collection[OtherObject]) -> bool:
    """Whether pods of a namespace may be made by operators, for what the files hold beside workloads."""
    if any(each.namespace == namespace for model in WITH_PODS_OF_OPERATORS for each in snapshot.all_of(model)):
        return True
    services = (each for each in snapshot.services if each.namespace == namespace) if others else ()
    values = frozenset(value for service in services for value in service.spec.selector.values())
    return any(each.may_make_pods(namespace, values) for each in others)
