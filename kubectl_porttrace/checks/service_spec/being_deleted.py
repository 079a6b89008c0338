"""PTS20: a Service whose deletion is pending."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import age, some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check("PTS20", "service-being-deleted", severity="warning", certainty="certain", causes=("PTE13",))
def service_being_deleted(traced: TracedService) -> Iterator[Found]:
    """The Service is being deleted and a finalizer keeps it: its endpoints are no longer fully kept up.

    Why: until its finalizers are gone the Service stays, with a deletionTimestamp, and is still routed. The
    EndpointSlice controller goes on updating the slices there are, but makes no new ones, so pods that would need
    another set of ports get no traffic. The Service is gone when its last finalizer is removed.

    See: `kubectl get service NAME -o jsonpath='{.metadata.deletionTimestamp} {.metadata.finalizers}'`.

    Fix: find out why the finalizer's controller does not finish; or create the Service again once it is gone.
    """
    metadata = traced.service.metadata
    if metadata.deletion_timestamp is None:
        return
    held = f"kept by finalizer {some(metadata.finalizers)}" if metadata.finalizers else "no finalizer is left"
    yield Found(
        message=f"deletion of the Service began {age(metadata.deletion_timestamp, traced.snapshot.observed_at)} ago; "
        f"{held}",
        path="metadata.deletionTimestamp",
        evidence=("the controller makes no new EndpointSlices for it",) if traced.service.selects else (),
        fix=Fix(
            text=f"find out why the controller of finalizer {some(metadata.finalizers)} does not remove it"
            if metadata.finalizers
            else "wait until the Service is gone, then create it again"
        ),
        ports=traced.ports,
    )
