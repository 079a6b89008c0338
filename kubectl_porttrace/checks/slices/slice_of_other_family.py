"""PTE11: a slice of a family the Service has not."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import slices_without_traffic
from kubectl_porttrace.trace.gone import kept_by_controller
from kubectl_porttrace.trace.service import TracedService


@check("PTE11", "slice-of-other-family", severity="warning", certainty="kube-proxy", needs=("endpointslices",))
def slice_of_other_family(traced: TracedService) -> Iterator[Found]:
    """An EndpointSlice lists addresses of an IP family that the Service does not have.

    Why: the Service has no cluster IP of that family, so there is nothing from which kube-proxy could send traffic to
    these endpoints. Where they are all there is, every connection is refused and this is an error.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME` beside
    `kubectl get service NAME -o jsonpath='{.spec.ipFamilies}'`.

    Fix: add the family to the Service (`ipFamilyPolicy: PreferDualStack`), or list addresses of the family it has.
    """
    service = traced.service
    families = service.spec.ip_families
    if service.headless or service.external or not families:
        return
    strange = [
        slice_
        for slice_ in traced.snapshot.slices_of(service)
        if slice_.address_type in {"IPv4", "IPv6"}
        and slice_.address_type not in families
        and slice_.endpoints
        and not kept_by_controller(traced.service, slice_)
    ]
    if strange:
        family = strange[0].address_type
        yield from slices_without_traffic(
            traced,
            strange,
            path="addressType",
            message=f"lists {family} addresses, but the Service is {' and '.join(families)} only",
            fix=f"add {family} to the Service's ipFamilies, or list {' or '.join(families)} addresses",
            by_ports=True,
        )
