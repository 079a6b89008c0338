"""Endpoints whose pod is known not to exist any more: traffic still goes to their addresses, and nobody is there."""

from kubectl_porttrace.model.endpointslice import CONTROLLER, EndpointSlice
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot


def pod_is_gone(snapshot: Snapshot, namespace: str, reference: ObjectReference | None, address: str) -> bool:
    """Whether the pod that an endpoint names is known not to exist; never where not all pods were read.

    A pod of the same name with another uid is another pod: the one that was named is gone, unless its successor has
    the very address.

    Args:
        snapshot: what was read.
        namespace: the namespace of the slice, for a reference that names none.
        reference: the endpoint's `targetRef`.
        address: the endpoint's address.
    """
    if reference is None or reference.kind != "Pod":
        return False
    where = reference.namespace or namespace
    pod = snapshot.pod(where, reference.name)
    if pod is not None:
        replaced = reference.uid and pod.metadata.uid and reference.uid != pod.metadata.uid
        if not replaced or address in pod.ips:
            return False
    known = where in snapshot.complete_namespaces and snapshot.was_read("pods", where)
    return known and snapshot.recorded  # The names of pods that are still to be made are not known.


def pod_may_be_gone(
    snapshot: Snapshot, service: Service, slice_: EndpointSlice, reference: ObjectReference | None
) -> bool:
    """Whether the pod that an endpoint names may be gone for all that could be read.

    What the controller looks after it also cleans up; what somebody else wrote stays as it was written.
    """
    if reference is None or reference.kind != "Pod" or kept_by_controller(service, slice_):
        return False
    return not snapshot.was_read("pods", reference.namespace or slice_.namespace)


def kept_by_controller(service: Service, slice_: EndpointSlice) -> bool:
    """Whether the endpointslice controller looks after a slice: it is labelled so, and the Service has a selector."""
    return service.selects and slice_.managed_by == CONTROLLER
