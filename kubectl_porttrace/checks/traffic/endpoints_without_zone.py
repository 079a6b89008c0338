"""PTK09: an endpoint without a zone, for which all go without."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import count, some
from kubectl_porttrace.checks.zones import prefers_zone, ready_endpoints
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.families import families_of
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTK09",
    "endpoints-without-zone",
    severity="note",
    certainty="kube-proxy",
    needs=("endpointslices",),
    scope="cluster",
)
def endpoints_without_zone(traced: TracedService) -> Iterator[Found]:
    """The Service prefers endpoints of the client's zone, and an endpoint has no zone, so the preference is not kept.

    Why: the controller hints each endpoint to its own zone, which it takes from the label topology.kubernetes.io/zone
    of the node. kube-proxy keeps to hints only if every ready endpoint has one. A single endpoint without a zone makes
    all nodes use all endpoints. No traffic is lost by that.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml`: `zone` and `hints` of each endpoint.

    Fix: label the node with topology.kubernetes.io/zone, as the other nodes are.
    """
    if not prefers_zone(traced):
        return
    for family in families_of(traced.service):
        without = [endpoint for endpoint in ready_endpoints(traced, family) if not endpoint.zone]
        if without:
            nodes = sorted({endpoint.node_name for endpoint in without if endpoint.node_name})
            yield Found(
                message=f"trafficDistribution {traced.service.spec.traffic_distribution} has no effect: "
                f"{count(len(without), f'ready {family} endpoint')} without a zone",
                path="spec.trafficDistribution",
                evidence=(f"on {some(nodes)}",) if nodes else (),
                fix=Fix(text="label these nodes with topology.kubernetes.io/zone and the zone they are in"),
                ports=traced.ports,
            )
