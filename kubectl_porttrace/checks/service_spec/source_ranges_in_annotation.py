"""PTS23: source ranges given in the old annotation only."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.service import SOURCE_RANGES
from kubectl_porttrace.trace.service import TracedService


@check("PTS23", "source-ranges-in-annotation", severity="note", certainty="kube-proxy")
def source_ranges_in_annotation(traced: TracedService) -> Iterator[Found]:
    """The load balancer's source ranges are given in an annotation, which kube-proxy does not read.

    Why: service.beta.kubernetes.io/load-balancer-source-ranges is the older form. Some cloud providers still read it
    and set up their firewall from it; kube-proxy filters by spec.loadBalancerSourceRanges alone.

    See: `kubectl get service NAME -o yaml`.

    Fix: write the ranges into spec.loadBalancerSourceRanges.
    """
    service = traced.service
    ranges = service.metadata.annotations.get(SOURCE_RANGES, "").strip()
    if ranges and service.spec.type == "LoadBalancer" and not service.spec.load_balancer_source_ranges:
        yield Found(
            message=f"source ranges {ranges} are only in an annotation, which kube-proxy does not read",
            path=f"metadata.annotations[{SOURCE_RANGES}]",
            fix=Fix(text="write the ranges into spec.loadBalancerSourceRanges"),
        )
