"""PTE07: Endpoints with more addresses than are mirrored."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import reference
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.offered_ports import selectorless
from kubectl_porttrace.trace.service import TracedService

MAX_MIRRORED = 1000


@check("PTE07", "too-many-addresses-to-mirror", severity="warning", certainty="certain", needs=("endpoints",))
def too_many_addresses_to_mirror(traced: TracedService) -> Iterator[Found]:
    """The Endpoints behind a Service without a selector have more addresses in a subset than are mirrored.

    Why: the mirroring controller copies at most 1000 addresses of a subset into EndpointSlices and drops the rest,
    which then get no traffic.

    See: the event `TooManyAddressesToMirror` on the Endpoints.

    Fix: write EndpointSlices yourself, as many as it takes, and drop the Endpoints.
    """
    endpoints = traced.endpoints
    if endpoints is None or not endpoints.mirrored or not selectorless(traced.service):
        return
    for index, subset in enumerate(endpoints.subsets):
        total = len(subset.addresses) + len(subset.not_ready_addresses)
        if total > MAX_MIRRORED:
            yield Found(
                message=f"{MAX_MIRRORED} of {total} addresses in a subset are mirrored: Endpoints {endpoints.name}",
                path=f"subsets[{index}].addresses",
                object=reference(traced, "Endpoints", endpoints.name),
                fix=Fix(text="write EndpointSlices in place of the Endpoints"),
            )
