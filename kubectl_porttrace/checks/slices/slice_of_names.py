"""PTE10: a slice of host names."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import addresses, ports_carried, slice_reference, titles
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check("PTE10", "slice-of-host-names", severity="error", certainty="kube-proxy", needs=("endpointslices",))
def slice_of_host_names(traced: TracedService) -> Iterator[Found]:
    """An EndpointSlice of the Service has the address type FQDN: host names in place of addresses.

    Why: kube-proxy handles IPv4 and IPv6 slices only and passes over the others. The type is deprecated.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME`: FQDN under ADDRESSTYPE.

    Fix: list IP addresses, or use a Service of type ExternalName.
    """
    service = traced.service
    if service.headless or service.external:
        return
    named = [p for p in traced.snapshot.slices_of(service) if p.address_type == "FQDN" and p.endpoints]
    ports = ports_carried(traced, named)
    if named and ports:
        yield Found(
            message=f"{titles(named)} lists host names (FQDN), which kube-proxy passes over",
            path="addressType",
            evidence=(addresses(named),),
            object=slice_reference(named[0]),
            fix=Fix(text="list IP addresses, or use a Service of type ExternalName"),
            ports=ports,
        )
