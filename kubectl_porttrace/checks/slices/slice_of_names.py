"""PTE10: a slice of host names."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import slices_without_traffic
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
    named = [each for each in traced.snapshot.slices_of(service) if each.address_type == "FQDN" and each.endpoints]
    yield from slices_without_traffic(
        traced,
        named,
        path="addressType",
        message="lists host names (FQDN), which kube-proxy ignores",
        fix="list IP addresses, or use a Service of type ExternalName",
    )
