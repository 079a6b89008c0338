"""PTS15: trafficDistribution PreferClose."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check("PTS15", "prefer-close-deprecated", severity="note", certainty="certain")
def prefer_close_deprecated(traced: TracedService) -> Iterator[Found]:
    """The Service sets trafficDistribution to PreferClose, an old name of PreferSameZone.

    Why: Kubernetes 1.34 brought the names PreferSameZone and PreferSameNode, and PreferClose is the deprecated alias
    of the first. It does the same.

    See: `kubectl get service NAME -o jsonpath='{.spec.trafficDistribution}'`; the API server warns at every write.

    Fix: write PreferSameZone, once every cluster the manifest goes to is 1.34 or newer.
    """
    if traced.service.spec.traffic_distribution == "PreferClose":
        yield Found(
            message="trafficDistribution PreferClose is the deprecated name of PreferSameZone",
            path="spec.trafficDistribution",
            fix=Fix(text="write PreferSameZone (Kubernetes 1.34 or newer)"),
        )
