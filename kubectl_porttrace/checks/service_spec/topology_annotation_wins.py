"""PTS16: a topology annotation beside trafficDistribution."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.service import TOPOLOGY_AWARE_HINTS, TOPOLOGY_MODE, Service
from kubectl_porttrace.trace.service import TracedService


@check("PTS16", "topology-annotation-wins", severity="note", certainty="certain")
def topology_annotation_wins(traced: TracedService) -> Iterator[Found]:
    """The Service has a topology annotation with value Auto and sets trafficDistribution: the annotation wins.

    Why: both tell the EndpointSlice controller how to set topology hints. Where the annotation
    service.kubernetes.io/topology-mode (or the older topology-aware-hints) says Auto, the field is not looked at.

    See: `kubectl get service NAME -o yaml`; the hints are in the EndpointSlices under `endpoints[].hints`.

    Fix: remove the annotation, so that trafficDistribution takes effect.
    """
    service = traced.service
    annotation = _in_force(service)
    if annotation and service.spec.traffic_distribution and service.selects:
        yield Found(
            message=f"annotation {annotation} is Auto, so trafficDistribution {service.spec.traffic_distribution} "
            "has no effect",
            path="spec.trafficDistribution",
            fix=Fix(text=f"remove the annotation {annotation}"),
        )


def _in_force(service: Service) -> str:
    """The annotation that switches hints on: the older key first (`k8s.io/endpointslice/utils.go:hintsEnabled`)."""
    annotations = service.metadata.annotations
    key = TOPOLOGY_AWARE_HINTS if TOPOLOGY_AWARE_HINTS in annotations else TOPOLOGY_MODE
    return key if annotations.get(key) in {"Auto", "auto"} else ""
