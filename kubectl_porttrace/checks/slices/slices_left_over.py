"""PTE14: slices of a selector that is gone."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import addresses, owned, ports_carried, slice_reference, titles
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.endpointslice import CONTROLLER, SERVICE_NAME
from kubectl_porttrace.trace.offered_ports import selectorless
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTE14",
    "slices-left-over",
    severity="warning",
    certainty="certain",
    needs=("endpointslices",),
    scope="cluster",
    causes=("PTE21", "PTE22"),
)
def slices_left_over(traced: TracedService) -> Iterator[Found]:
    """The Service has no selector, but EndpointSlices that only a Service with a selector gets.

    Why: when the selector is removed from a Service, the controller stops looking after it and cleans up nothing.
    Its slices stay as they were, and so do the Endpoints, which are now mirrored as well. Traffic keeps going to these
    addresses, also when their pods are long gone and the addresses belong to others.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -L endpointslice.kubernetes.io/managed-by`.

    Fix: delete these slices and the Endpoints of the Service's name, or give the Service its selector back.
    """
    if not selectorless(traced.service):
        return
    left = [slice_ for slice_ in traced.slices or () if slice_.managed_by == CONTROLLER and slice_.endpoints]
    if left:
        made = all(owned(traced, slice_) for slice_ in left)
        verb = ("was" if made else "is") if len(left) == 1 else ("were" if made else "are")
        it = "it" if len(left) == 1 else "them"
        whose = f"{verb} made for" if made else f"{verb} labelled as if made for"
        yield Found(
            message=f"the Service has no selector, but {titles(left)} {whose} one: nothing updates {it} any more",
            path=f"metadata.labels[{SERVICE_NAME}]",
            evidence=(addresses(left),),
            object=slice_reference(left[0]),
            fix=Fix(
                text="restore the selector; if nothing needs these addresses any more, delete the slices and the "
                "Endpoints of the Service's name"
            ),
            ports=ports_carried(traced, left),
        )
