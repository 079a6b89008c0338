"""`--complete`: the files are all there is, so that what is not in them does not exist."""

from msgspec.structs import replace

from kubectl_porttrace.model.kinds import KINDS
from kubectl_porttrace.model.snapshot import Snapshot


def completed(snapshot: Snapshot) -> Snapshot:
    """The same objects, as all that there are.

    Of what could not be read for another reason, such as a folder that is closed, nothing is known all the same. In
    manifests no controller has acted: what only a cluster makes stays to be seen.
    """
    left = tuple(each for each in snapshot.unread if each.reason == "error" or not snapshot.recorded)
    unread = tuple(each for each in left if each.resource != "networkpolicies" or each.reason == "error")
    namespaces = {each.namespace for objects in snapshot.objects.values() for each in objects}
    return replace(
        snapshot,
        unread=unread,
        listed=frozenset((kind.known_as, "") for kind in KINDS),
        complete_namespaces=frozenset(namespaces) if snapshot.recorded else snapshot.complete_namespaces,
    )
