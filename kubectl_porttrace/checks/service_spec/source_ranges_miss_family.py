"""PTS21: source ranges that leave one address family of a load balancer open."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.families import family_of
from kubectl_porttrace.trace.service import TracedService


@check("PTS21", "source-ranges-miss-family", severity="warning", certainty="kube-proxy")
def source_ranges_miss_family(traced: TracedService) -> Iterator[Found]:
    """The load balancer has an IPv4 and an IPv6 address, and loadBalancerSourceRanges covers one family only.

    Why: kube-proxy filters each family by the ranges of that family. Without any range of a family its list is empty,
    and an empty list lets everybody in. The address of that family is open to all sources.

    See: `kubectl get service NAME -o jsonpath='{.status.loadBalancer.ingress} {.spec.loadBalancerSourceRanges}'`.

    Fix: add a range of the missing family to loadBalancerSourceRanges; a range that matches no client closes it.
    """
    spec = traced.service.spec
    if spec.type != "LoadBalancer" or not spec.load_balancer_source_ranges:
        return
    virtual = {
        family_of(ingress.ip): ingress.ip
        for ingress in traced.service.status.load_balancer.ingress
        if ingress.ip and ingress.ip_mode in {None, "VIP"}
    }
    covered = {family_of(entry) for entry in spec.load_balancer_source_ranges}
    for family, address in sorted(virtual.items()) if len(virtual) > 1 else ():
        if family not in covered:
            yield Found(
                message=f"loadBalancerSourceRanges has no {family} range, so {address} is open to every source",
                path="spec.loadBalancerSourceRanges",
                fix=Fix(text=f"add an {family} range to loadBalancerSourceRanges"),
                ports=traced.ports,
            )
