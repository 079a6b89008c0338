"""PTK10: a zone with many nodes and few endpoints, whose clients prefer their own zone."""

from collections import Counter
from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import count
from kubectl_porttrace.checks.zones import nodes_by_zone, prefers_zone, ready_endpoints
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.families import families_of
from kubectl_porttrace.trace.service import TracedService

FEW_NODES = 4
"""Of fewer nodes, one more or less says nothing."""

TIMES = 3
"""So many times the endpoints' share is the nodes' share of a zone that may be overloaded."""


@check(
    "PTK10",
    "zone-overloaded",
    severity="warning",
    certainty="likely",
    needs=("endpointslices", "nodes"),
    scope="cluster",
)
def zone_overloaded(traced: TracedService) -> Iterator[Found]:
    """Clients prefer endpoints of their own zone, and one zone has most of the nodes and few of the endpoints.

    Why: with trafficDistribution PreferSameZone all clients of a zone use the endpoints of that zone, as long as it has
    one. They do not spread to others when these are busy. Where the clients are is not known; if they are spread as the
    nodes are, the few endpoints of that zone get several times the traffic of the others.

    See: `kubectl get pods -o wide` with `kubectl get nodes -L topology.kubernetes.io/zone`.

    Fix: spread the pods over the zones with topologySpreadConstraints, or leave trafficDistribution out.
    """
    nodes = nodes_by_zone(traced.snapshot)
    if not prefers_zone(traced) or nodes.total() < FEW_NODES:
        return
    for family in families_of(traced.service):
        ready = ready_endpoints(traced, family)
        by_zone = Counter(endpoint.zone for endpoint in ready if endpoint.zone)
        if by_zone.total() < len(ready):
            continue  # hints are not kept at all
        for zone, number in sorted(by_zone.items()):
            if nodes[zone] * by_zone.total() >= TIMES * number * nodes.total():
                yield Found(
                    message=f"zone {zone} has {nodes[zone]} of {nodes.total()} nodes and {number} of "
                    f"{count(by_zone.total(), f'ready {family} endpoint')}, which its clients all prefer",
                    path="spec.trafficDistribution",
                    fix=Fix(
                        text="spread the pods over the zones (topologySpreadConstraints), or leave "
                        "trafficDistribution out"
                    ),
                    ports=traced.ports,
                )
