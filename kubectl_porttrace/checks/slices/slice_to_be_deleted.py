"""PTE16: a hand-made slice that claims to be the controller's."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import addresses, owned, slice_reference, titles
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.endpointslice import CONTROLLER
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTE16",
    "slice-to-be-deleted",
    severity="warning",
    certainty="certain",
    needs=("endpointslices",),
    causes=("PTE13",),
)
def slice_to_be_deleted(traced: TracedService) -> Iterator[Found]:
    """An EndpointSlice says the endpointslice controller manages it, but this Service does not own it.

    Why: the controller deletes slices that carry its name in `endpointslice.kubernetes.io/managed-by` and are not
    owned by the Service as it is now. A slice written by hand, or left by a Service of the same name that was deleted,
    does not stay.

    See: `kubectl get endpointslice SLICE -o yaml`: `ownerReferences` beside the Service's `uid`.

    Fix: write another value in the label `endpointslice.kubernetes.io/managed-by`, such as your own name.
    """
    service = traced.service
    if not service.selects or (not traced.in_manifests and not service.metadata.uid):
        return
    strange = [
        slice_
        for slice_ in traced.snapshot.slices_of(service)
        if slice_.managed_by == CONTROLLER and not owned(traced, slice_)
    ]
    if strange:
        yield Found(
            message=f"{titles(strange)} says {CONTROLLER} manages it, but the Service does not own it: "
            "the controller will delete it",
            path="metadata.labels[endpointslice.kubernetes.io/managed-by]",
            evidence=(addresses(strange),),
            object=slice_reference(strange[0]),
            fix=Fix(text="set the label endpointslice.kubernetes.io/managed-by to a name of your own"),
        )
