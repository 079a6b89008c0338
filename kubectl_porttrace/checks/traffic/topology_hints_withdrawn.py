"""PTK11: topology hints that the controller cannot give."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import count
from kubectl_porttrace.checks.zones import nodes_by_zone, ready_endpoints
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.families import families_of
from kubectl_porttrace.trace.service import TracedService

ZONES = 2
"""So many zones there have to be."""


@check(
    "PTK11",
    "topology-hints-withdrawn",
    severity="note",
    certainty="certain",
    needs=("endpointslices", "nodes"),
    scope="cluster",
)
def topology_hints_withdrawn(traced: TracedService) -> Iterator[Found]:
    """The Service asks for topology hints by annotation, and there are too few endpoints or zones for them.

    Why: with service.kubernetes.io/topology-mode Auto the controller gives hints only where there are at least two
    zones, and at least as many ready endpoints as zones. Otherwise it takes all hints away and writes the event
    TopologyAwareHintsDisabled. Then all nodes use all endpoints; no traffic is lost.

    See: `kubectl describe service NAME`: event TopologyAwareHintsDisabled.

    Fix: remove the annotation and set trafficDistribution to PreferSameZone, which has no such condition.
    """
    service = traced.service
    if not service.topology_aware or service.headless or service.external or service.hidden_from_kube_proxy:
        return
    zones = len(nodes_by_zone(traced.snapshot))
    for family in families_of(service):
        ready = ready_endpoints(traced, family)
        # A zone whose nodes are all unready does not count, so the hints themselves have the last word.
        hinted = any(endpoint.hints for endpoint in ready)
        if ready and not hinted and (zones < ZONES or len(ready) < zones):
            yield Found(
                message=f"the annotation for topology hints has no effect: there {_are(zones, len(ready))}",
                path="metadata.annotations",
                fix=Fix(text="remove the annotation and set trafficDistribution: PreferSameZone"),
                ports=traced.ports,
            )


def _are(zones: int, endpoints: int) -> str:
    if zones < ZONES:
        return f"{'is' if zones == 1 else 'are'} {count(zones, 'zone')}, and at least {ZONES} are needed"
    return f"{'is' if endpoints == 1 else 'are'} {count(endpoints, 'ready endpoint')} for {count(zones, 'zone')}"
